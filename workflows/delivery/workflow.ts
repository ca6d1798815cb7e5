import {
  allHandlersFinished,
  condition,
  getExternalWorkflowHandle,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import { businessAt, wallDelayUntil } from '#domain/clock';
import {
  hasEnded,
  learn,
  newDelivery,
  nextDeadline,
  passDeadline,
  type Deadline,
  type FollowedDelivery,
} from '#domain/delivery/follow';
import { shipmentWorkflowId } from '#domain/ids';
import { attentionKey, stateKey } from '../searchAttributes';
import { partner } from '../shipment/activities';
import { deliveryEnded } from '../shipment/messages';
import { inTurns, type Turns } from '../turns';
import { deliveryHappened, deliveryState, type DeliveryInput, type DeliveryResult } from './messages';
import { hourMs } from '#domain/time';

interface Live {
  readonly input: DeliveryInput;
  readonly turns: Turns;
  followed: FollowedDelivery;
  /** Calls of partners that deadlines asked for; a partner that is down must not hold up the next deadline. */
  readonly underWay: Promise<unknown>[];
}

/**
 * How often the row is looked at when no deadline is left, wall ms. Its end comes by signal; a run that was reset
 * without its signals would wait for ever for one that was told before.
 */
const lookAgainMs = hourMs;

/**
 * One one-hour delivery: keeps its deadlines while the row of `deliveries` and the couriers decide what happens.
 *
 *   handoff due (15 min): another station ▶ at risk: priority ▶ due: missed, tell the truth, compensate ▶ hopeless: give up
 *
 * Invariant: a deadline counts by what the row has recorded, never by what a workflow task sees first. After an outage a
 * late drop-off comes in one task with the timer of the promise, before it; the promise was missed all the same.
 *
 * Why it is safe to run again: every write is keyed by the delivery, and a deadline is a recorded time of the promise,
 * so a repeat marks what is marked and compensates once. What happened is learnt from the row, also by a run that was
 * reset.
 */
export async function delivery(input: DeliveryInput): Promise<DeliveryResult> {
  const live: Live = { input, turns: inTurns(), followed: newDelivery, underWay: [] };
  setHandler(deliveryHappened, (facts) => moveTo(live, learn(live.followed, facts)));
  setHandler(deliveryState, () => standing(live.followed));

  moveTo(live, learn(live.followed, await live.turns.openDelivery('into the zone', () => [input])));
  await keepDeadlines(live);
  await Promise.all(live.underWay);
  await condition(allHandlersFinished);
  const result = resultOf(live.followed);
  await tellShipment(input, result);
  return result;
}

/** Until the delivery has ended and every deadline that counts was met. */
async function keepDeadlines(live: Live): Promise<void> {
  const { input } = live;
  for (;;) {
    const before = live.followed;
    const next = nextDeadline(before, input.promise);
    if (next) {
      const { deadline, atMs } = next;
      const delayMs = wallDelayUntil(input.clock, atMs, Date.now());
      if (delayMs === 0) await meet(live, deadline);
      else await condition(() => live.followed !== before, delayMs, { summary: deadline });
    } else if (hasEnded(before.phase)) {
      return;
    } else if (!(await condition(() => live.followed !== before, lookAgainMs, { summary: 'look again' }))) {
      moveTo(live, learn(live.followed, await live.turns.lookAtDelivery('look again', () => [input])));
    }
  }
}

/** A deadline has come: the row says whether it counts, since a drop-off in time may still be on its way here. */
async function meet(live: Live, deadline: Deadline): Promise<void> {
  const { input } = live;
  const atMs = businessAt(input.clock, Date.now());
  const { applied, facts } = await live.turns.meetDeadline(deadline, () => [{ input, deadline, atMs }]);
  moveTo(live, passDeadline(learn(live.followed, facts), deadline, applied));
  if (!applied) return;
  if (deadline === 'handoffLate') {
    const summary = 'another station';
    meanwhile(live, partner.moveToAnotherStation.executeWithOptions({ summary }, [{ input, atMs }]));
  }
  if (deadline === 'missed') {
    askForAttention('PromiseMissed');
    const summary = 'what the promise is worth';
    meanwhile(live, partner.compensateMissedPromise.executeWithOptions({ summary }, [input]));
  }
  if (deadline === 'hopeless') askForAttention('NoCourier');
}

/** Goes on without waiting for a partner; the delivery is over when all of them have answered. */
function meanwhile(live: Live, call: Promise<unknown>): void {
  call.catch(() => undefined); // whoever awaits `underWay` hears of it
  live.underWay.push(call);
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
