import {
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { businessAt, wallDelayUntil } from '../../domain/clock';
import {
  follow,
  hasEnded,
  newDelivery,
  nextDeadline,
  passDeadline,
  type Deadline,
  type FollowedDelivery,
} from '../../domain/delivery/follow';
import { shipmentWorkflowId } from '../../domain/ids';
import { localActivities, type LocalActivities } from '../localActivities';
import { attentionKey, stateKey } from '../searchAttributes';
import { partner } from '../shipment/activities';
import { deliveryEnded } from '../shipment/messages';
import { deliveryHappened, deliveryState, type DeliveryInput, type DeliveryResult } from './messages';

interface Live {
  readonly input: DeliveryInput;
  readonly local: LocalActivities;
  followed: FollowedDelivery;
}

/**
 * One one-hour delivery: keeps its deadlines while the row of `deliveries` and the couriers decide what happens.
 *
 *   handoff due (15 min): another station ▶ at risk: priority ▶ due: missed, tell the truth, compensate ▶ hopeless: give up
 *
 * Why it is safe to run again: every write is keyed by the delivery, and a deadline is a recorded time of the promise,
 * so a repeat marks what is marked and compensates once.
 */
export async function delivery(input: DeliveryInput): Promise<DeliveryResult> {
  const live: Live = { input, local: localActivities(), followed: newDelivery };
  setHandler(deliveryHappened, ({ kind, atMs }) => moveTo(live, follow(live.followed, kind, atMs)));
  setHandler(deliveryState, () => standing(live.followed));

  await live.local.openDelivery('into the zone', input);
  for (let next = deadlineOf(live); next; next = deadlineOf(live)) {
    const { deadline, atMs } = next;
    const before = live.followed;
    const delayMs = wallDelayUntil(input.clock, atMs, Date.now());
    const changed = await condition(() => live.followed !== before, delayMs, { summary: deadline });
    if (!changed) await meet(live, deadline);
  }
  await condition(allHandlersFinished);
  const result = resultOf(live.followed);
  await tellShipment(input, result);
  return result;
}

const deadlineOf = ({ followed, input }: Live) => nextDeadline(followed, input.promise);

/** A deadline has come: the row says whether it counts, since a drop-off in time may still be on its way here. */
async function meet(live: Live, deadline: Deadline): Promise<void> {
  const { input } = live;
  const atMs = businessAt(input.clock, Date.now());
  const applied = await live.local.meetDeadline(deadline, { input, deadline, atMs });
  moveTo(live, passDeadline(live.followed, deadline, atMs, applied));
  if (!applied) return;
  if (deadline === 'handoffLate') {
    await partner.moveToAnotherStation.executeWithOptions({ summary: 'another station' }, [{ input, atMs }]);
  }
  if (deadline === 'missed') {
    askForAttention('PromiseMissed');
    await partner.compensateMissedPromise.executeWithOptions({ summary: 'what the promise is worth' }, [input]);
  }
  if (deadline === 'hopeless') askForAttention('NoCourier');
}

function moveTo(live: Live, followed: FollowedDelivery): void {
  if (followed.phase !== live.followed.phase) upsertSearchAttributes([{ key: stateKey, value: followed.phase }]);
  live.followed = followed;
  const { promise } = live.input;
  const flags = [followed.atRisk ? 'at risk' : '', followed.missed ? 'promise missed' : ''].filter(Boolean);
  setCurrentDetails(
    [`**${followed.phase}**`, `Due ${new Date(promise.dueAtMs).toISOString()}`, flags.join(', ')].join('\n\n'),
  );
}

function askForAttention(reason: 'PromiseMissed' | 'NoCourier'): void {
  upsertSearchAttributes([{ key: attentionKey, value: reason }]);
}

function standing({ phase, packedAtMs, atRisk, missed }: FollowedDelivery) {
  return { phase, packedAtMs, atRisk, missed };
}

function resultOf({ phase, endedAtMs, missed }: FollowedDelivery): DeliveryResult {
  if (!hasEnded(phase)) throw new Error(`the delivery is ${phase}`); // a bug: the loop ends with the delivery
  return { end: phase, deliveredAtMs: phase === 'delivered' ? endedAtMs : null, missed };
}

async function tellShipment({ subscriptionId, cycle }: DeliveryInput, result: DeliveryResult): Promise<void> {
  try {
    await getExternalWorkflowHandle(shipmentWorkflowId(subscriptionId, cycle)).signal(deliveryEnded, result);
  } catch {
    // The shipment was terminated by ops: there is nobody left to tell.
  }
}
