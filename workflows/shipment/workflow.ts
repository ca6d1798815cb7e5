import { allHandlersFinished, condition, getExternalWorkflowHandle } from '@temporalio/workflow';
import { subscriptionWorkflowId } from '#domain/ids';
import type { ShipmentEvent } from '#domain/shipment/events';
import { lasts } from '#domain/shipment/machine';
import type { ShipmentPhase, ShipmentState } from '#domain/shipment/types';
import { paymentFailed } from '../subscription/messages';
import { listen } from './handlers';
import { happen, start, type Live } from './live';
import type { ShipmentInput, ShipmentMessage } from './messages';
import {
  awaitDelivery,
  awaitDunningDay,
  awaitParcel,
  awaitPerson,
  awaitRatingTime,
  awaitShipDate,
  bookParcel,
  charge,
  endFoundBy,
  handOff,
  promiseCourier,
  reserve,
  type Step,
  undo,
} from './steps';

/**
 * One box, from the cutoff to the doorstep: reserve, charge (with dunning), hand off, parcel, rating request. The
 * state machine in `domain/shipment` says what may come next; this performs it.
 *
 * Why it is safe to run again: each effect has the key {subscription}:{cycle}:{step}, is recorded in `effects`, and is
 * looked up there first. A reset at any event finds the charge and the handoff made, and makes neither again; where it
 * would wait, or give up, it is told what the records say came after, and walks on to there (decision 31). For the same
 * reason it may go on `from` a state that its row kept, after Temporal lost it: what was done since is found.
 */
export async function shipment(input: ShipmentInput, from?: ShipmentState): Promise<ShipmentState> {
  const live = start(input, from);
  listen(live);
  for (let step = stepOf(live.state.phase); step; step = stepOf(live.state.phase)) {
    await perform(live, step);
  }
  if (isUnpaid(live)) await tellSubscription(live);
  await condition(allHandlersFinished);
  return live.state;
}

/**
 * Takes the step of the phase that the shipment is in. What came of it counts in that phase only: a handler that hears what is
 * recorded may have moved the shipment on meanwhile, and a late event must neither move it once more nor stall the workflow.
 */
async function perform(live: Live, step: Step): Promise<void> {
  const { phase } = live.state;
  const event = await outcomeOf(live, step);
  if (event && live.state.phase === phase) happen(live, event);
  await show(live);
}

/** Null: a handler has moved the shipment on. */
async function outcomeOf(live: Live, step: Step): Promise<ShipmentEvent | null> {
  try {
    return await step(live);
  } catch (error) {
    const end = endFoundBy(error);
    if (!end) throw error;
    return end;
  }
}

/** Shows a state that lasts, unless the records know what came after it: then that happens, until one lasts. */
async function show(live: Live): Promise<void> {
  while (lasts(live.state.phase)) {
    const { state } = live;
    const next = await project(live, state);
    if (live.state !== state) continue; // a handler moved it on meanwhile
    if (!next) return;
    happen(live, next);
  }
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
      return awaitRatingTime;
    case 'compensating':
      return undo;
    case 'abandoned':
    case 'done':
      return null;
  }
}

function project(live: Live, state: ShipmentState): Promise<ShipmentEvent | null> {
  const { input, turns } = live;
  const projection = { input, state, message: messageOf(live) };
  return turns.projectShipment(state.phase, () => [projection]);
}

/** What the customer is told of this state. */
function messageOf(live: Live): ShipmentMessage | null {
  if (live.state.phase === 'done') return 'ratingRequest';
  if (live.state.phase !== 'abandoned') return null;
  return isUnpaid(live) ? 'subscriptionPastDue' : 'shipmentAbandoned';
}

const isUnpaid = ({ state, input }: Live): boolean =>
  state.phase === 'abandoned' && state.abandonReason === 'paymentFailed' && !input.promise;

async function tellSubscription({ input }: Live): Promise<void> {
  try {
    const handle = getExternalWorkflowHandle(subscriptionWorkflowId(input.subscriptionId));
    await handle.signal(paymentFailed, { cycle: input.cycle });
  } catch {
    // The subscription was cancelled meanwhile: there is nobody left to be past due.
  }
}
