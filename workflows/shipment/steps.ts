import { dayMs, hourMs } from '#domain/time';
import { ActivityFailure, ApplicationFailure, condition, sleep } from '@temporalio/workflow';
import { businessAt } from '#domain/clock';
import { compensationsOf } from '#domain/shipment/compensations';
import type { ShipmentEvent } from '#domain/shipment/events';
import { nextDunningAtMs } from '#domain/shipment/machine';
import { startDelivery } from '../delivery/start';
import { partner } from './activities';
import { delayUntil, endOfParcel, type Live } from './live';
import type { ShipmentInput } from './messages';

/** A step performs the phase that the shipment is in, and says what happened; null: a handler moved the shipment on. */
export type Step = (live: Live) => Promise<ShipmentEvent | null>;

export const reserve: Step = async ({ input, turns }) => {
  const answer = await turns.reserveStock(`reserve ${input.sku}`, () => [input]);
  if (answer.outcome === 'reserved') return { kind: 'reserved', sku: answer.sku, stationId: answer.stationId };
  // Who waits for a courier is told within the minute, not when somebody has looked into it.
  return input.promise ? { kind: 'abandoned', reason: 'outOfStock' } : { kind: 'needsPerson', reason: 'OutOfStock' };
};

/** No retry brings a row back that is gone: a person has to, or has to give the shipment up. */
const dataMissing: ShipmentEvent = { kind: 'needsPerson', reason: 'DataMissing' };

export const charge: Step = async ({ input, state }) => {
  const summary = `charge ${(input.chargeCents / 100).toFixed(2)} ${input.rules.currency}`;
  const answer = await partner.chargeCustomer.executeWithOptions({ summary }, [{ input, state }]);
  if (answer.outcome === 'dataMissing') return dataMissing;
  return answer.outcome === 'charged'
    ? { kind: 'charged', chargeId: answer.chargeId, shipAtMs: dueAtMs(input), courier: wantsCourier(input) }
    : { kind: 'declined', atMs: answer.atMs };
};

/** A declined card is tried again on the program's dunning days: recorded times, counted from the first decline. */
export const awaitDunningDay: Step = async (live) => {
  const atMs = nextDunningAtMs(live.state, live.input.rules.dunningDays);
  if (atMs === null) return { kind: 'dunningExhausted' };
  return waitUntil(live, atMs, 'next dunning day', { kind: 'dunningDayCame' });
};

export const awaitShipDate: Step = (live) =>
  waitUntil(live, dueAtMs(live.input), 'ship date', { kind: 'shipDateCame', courier: wantsCourier(live.input) });

const wantsCourier = ({ courier }: ShipmentInput): boolean => courier !== undefined;
const dueAtMs = ({ courier, shipAtMs }: ShipmentInput): number => courier?.fromAtMs ?? shipAtMs;

/**
 * The courier that the cycle is to have: a promise, and the box's unit moved to its station; or none, and then the fee
 * goes back before the box goes as a parcel.
 */
export const promiseCourier: Step = async ({ input, state }) => {
  const summary = `ask for a courier (${input.courier?.kind})`;
  const answer = await partner.promiseCourier.executeWithOptions({ summary }, [{ input, state }]);
  if (answer.outcome === 'promised') return { kind: 'promised', promise: answer.promise };
  if (answer.outcome === 'outOfStock') return { kind: 'needsPerson', reason: 'OutOfStock' };
  await partner.returnCourierFee.executeWithOptions({ summary: 'give the fee back' }, [{ input, state }]);
  return { kind: 'promised', promise: null };
};

export const handOff: Step = async ({ input, state }) => {
  const answer = await partner.handOff.executeWithOptions({ summary: `hand off ${state.sku}` }, [{ input, state }]);
  if (answer.outcome === 'dataMissing') return dataMissing;
  if (answer.outcome !== 'accepted') return { kind: 'needsPerson', reason: answer.reason };
  const { warehouseOrderId, atMs } = answer;
  return { kind: 'handedOff', warehouseOrderId, oneHour: Boolean(state.promise ?? input.promise), atMs };
};

export const bookParcel: Step = async ({ input, state }) => {
  const summary = `book ${input.rules.service} parcel`;
  const answer = await partner.bookParcel.executeWithOptions({ summary }, [{ input, state }]);
  if (answer.outcome === 'dataMissing') return dataMissing;
  return answer.outcome === 'booked'
    ? { kind: 'booked', trackingNumber: answer.trackingNumber }
    : { kind: 'needsPerson', reason: answer.reason };
};

/** Until the carrier's webhook says how it ended. An overdue parcel asks for attention, and is waited for still. */
export const awaitParcel: Step = async (live) => {
  const { state, input } = live;
  const moved = () => endOfParcel(live) !== undefined || live.state !== state;
  if (state.attention === 'DeliveryOverdue') {
    await condition(moved);
  } else {
    const overdueAtMs = (state.handedOffAtMs ?? input.shipAtMs) + input.rules.overdueDays * dayMs;
    const summary = `parcel overdue after ${input.rules.overdueDays} days`;
    if (!(await condition(moved, delayUntil(live, overdueAtMs), { summary }))) return { kind: 'overdue' };
  }
  const end = endOfParcel(live);
  if (!end) return null; // a handler moved it on
  const { status, atMs } = end;
  return status === 'delivered' ? { kind: 'delivered', atMs } : { kind: 'needsPerson', reason: 'ParcelReturned' };
};

/** By courier, within the hour: a workflow of its own keeps the promise's deadlines, and says how it ended. */
export const awaitDelivery: Step = async (live) => {
  const { input, state } = live;
  await startDelivery(input, state);
  await condition(() => live.delivery !== null || live.state !== state);
  if (!live.delivery) return null; // a handler moved it on
  const { end, deliveredAtMs } = live.delivery;
  if (end !== 'delivered' || deliveredAtMs === null) return { kind: 'abandoned', reason: end };
  // Couriers live in wall time, also for a cycle on a test clock.
  return { kind: 'delivered', atMs: state.promise ? businessAt(input.clock, deliveredAtMs) : deliveredAtMs };
};

/** Ops have this long to mend it; then the customer gets the money back rather than silence. */
export const awaitPerson: Step = (live) => {
  const untilMs = (live.state.parkedAtMs ?? 0) + live.input.rules.parkedDays * dayMs;
  return waitUntil(live, untilMs, 'parked too long', { kind: 'abandoned', reason: 'parkedTooLong' });
};

/** Waits for a recorded business time, or until a handler has moved the shipment on. */
async function waitUntil(live: Live, untilMs: number, summary: string, event: ShipmentEvent) {
  const { state } = live;
  const moved = await condition(() => live.state !== state, delayUntil(live, untilMs), { summary });
  return moved ? null : event;
}

export const awaitRatingTime: Step = async (live) => {
  const atMs = (live.state.deliveredAtMs ?? 0) + live.input.rules.ratingRequestHours * hourMs;
  await sleep(delayUntil(live, atMs), { summary: 'rating request' });
  return { kind: 'ratingRequested' };
};

/** Undoes what was done, last first. Each compensation is repeated until it took place: a refund is a debt. */
export const undo: Step = async (live) => {
  const { input, state, turns } = live;
  for (const compensation of compensationsOf(state)) {
    switch (compensation) {
      case 'cancelParcel':
        await partner.cancelParcel({ input, state });
        break;
      case 'cancelHandoff':
        await partner.cancelHandoff({ input, state });
        break;
      case 'refund':
        await partner.refundCharge.executeWithOptions({ summary: 'give the money back' }, [{ input, state }]);
        break;
      case 'releaseStock':
        await turns.releaseStock('put the unit back', () => [{ input, state }]);
    }
  }
  return { kind: 'compensated' };
};

/** The end that an activity found recorded, by which it refused: of a run that was reset, or of one that another outran. */
export function endFoundBy(error: unknown): ShipmentEvent | null {
  const failure = error instanceof ActivityFailure && error.cause;
  if (!(failure instanceof ApplicationFailure)) return null;
  const [details] = failure.details ?? [];
  if (failure.type === 'ShipmentAbandoned') {
    return { kind: 'abandoned', reason: (details as { reason?: string } | undefined)?.reason ?? 'abandonedBefore' };
  }
  return failure.type === 'ShipmentDelivered' ? { kind: 'delivered', atMs: (details as { atMs: number }).atMs } : null;
}
