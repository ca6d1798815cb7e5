import { allHandlersFinished, condition, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import { subscriptionWorkflowId } from '../../domain/ids';
import { compensationsOf, type Compensation } from '../../domain/shipment/machine';
import type { ShipmentPhase, ShipmentState } from '../../domain/shipment/types';
import { paymentFailed } from '../subscription/messages';
import { partner } from './activities';
import { listen } from './handlers';
import { delayUntil, happen, hourMs, start, type Live } from './live';
import type { ShipmentInput, ShipmentMessage } from './messages';
import {
  awaitDelivery,
  awaitDunningDay,
  awaitParcel,
  awaitPerson,
  awaitShipDate,
  bookParcel,
  charge,
  handOff,
  isAbandonedBefore,
  promiseCourier,
  reserve,
  type Step,
} from './steps';

/**
 * One box, from the cutoff to the doorstep: reserve, charge (with dunning), hand off, parcel, rating request. The
 * state machine in `domain/shipment` says what may come next; this performs it.
 *
 * Why it is safe to run again: each effect has the key {subscription}:{cycle}:{step}, is recorded in `effects`, and is
 * looked up there first. A reset at any event finds the charge and the handoff made, and makes neither again.
 */
export async function shipment(input: ShipmentInput): Promise<ShipmentState> {
  const live = start(input);
  listen(live);
  for (let step = stepOf(live.state.phase); step; step = stepOf(live.state.phase)) {
    await perform(live, step);
  }
  if (live.state.phase === 'delivered') await requestRating(live);
  else await giveUp(live);
  await condition(allHandlersFinished);
  return live.state;
}

async function perform(live: Live, step: Step): Promise<void> {
  try {
    const event = await step(live);
    if (!event) return;
    happen(live, event);
  } catch (error) {
    if (!isAbandonedBefore(error)) throw error;
    happen(live, { kind: 'abandoned', reason: 'abandonedBefore' });
  }
  if (isWorthReading(live.state)) await project(live);
}

function stepOf(phase: ShipmentPhase): Step | null {
  switch (phase) {
    case 'reserving':
      return reserve;
    case 'charging':
      return charge;
    case 'dunning':
      return awaitDunningDay;
    case 'waiting':
      return awaitShipDate;
    case 'promising':
      return promiseCourier;
    case 'handingOff':
      return handOff;
    case 'booking':
      return bookParcel;
    case 'inTransit':
      return awaitParcel;
    case 'delivering':
      return awaitDelivery;
    case 'parked':
      return awaitPerson;
    case 'delivered':
    case 'compensating':
    case 'abandoned':
    case 'done':
      return null;
  }
}

/** Phases that a customer or ops may look at for longer than a partner's call takes. */
function isWorthReading(state: ShipmentState): boolean {
  return ['dunning', 'waiting', 'inTransit', 'delivering', 'parked', 'delivered'].includes(state.phase);
}

async function project(live: Live, message: ShipmentMessage | null = null): Promise<void> {
  await live.local.projectShipment(live.state.phase, { input: live.input, state: live.state, message });
}

async function requestRating(live: Live): Promise<void> {
  const atMs = (live.state.deliveredAtMs ?? 0) + live.input.rules.ratingRequestHours * hourMs;
  await sleep(delayUntil(live, atMs), { summary: 'rating request' });
  happen(live, { kind: 'ratingRequested' });
  await project(live, 'ratingRequest');
}

/** Undoes what was done, last first. Each compensation is repeated until it took place: a refund is a debt. */
async function giveUp(live: Live): Promise<void> {
  for (const compensation of compensationsOf(live.state)) await compensate(live, compensation);
  happen(live, { kind: 'compensated' });
  const unpaid = live.state.abandonReason === 'paymentFailed' && !live.input.promise;
  await project(live, unpaid ? 'subscriptionPastDue' : 'shipmentAbandoned');
  if (unpaid) await tellSubscription(live);
}

async function compensate({ input, state, local }: Live, compensation: Compensation): Promise<void> {
  switch (compensation) {
    case 'cancelParcel':
      return partner.cancelParcel({ input, state });
    case 'cancelHandoff':
      return partner.cancelHandoff({ input, state });
    case 'refund':
      return partner.refundCharge.executeWithOptions({ summary: 'give the money back' }, [{ input, state }]);
    case 'releaseStock':
      return local.releaseStock('put the unit back', input);
  }
}

async function tellSubscription({ input }: Live): Promise<void> {
  try {
    const handle = getExternalWorkflowHandle(subscriptionWorkflowId(input.subscriptionId));
    await handle.signal(paymentFailed, { cycle: input.cycle });
  } catch {
    // The subscription was cancelled meanwhile: there is nobody left to be past due.
  }
}
