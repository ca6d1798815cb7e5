import { mustAllow } from '../transitions';
import type { ShipmentEvent } from './events';
import { allTransitions } from './transitions';
import type { PaymentMethod, ShipmentPhase, ShipmentState } from './types';
import { dayMs } from '../time';

/** A new shipment: nothing is reserved or charged. */
export function initialShipment({
  sku,
  addressId,
  payment,
}: Pick<ShipmentState, 'sku' | 'addressId' | 'payment'>): ShipmentState {
  return {
    phase: 'reserving',
    sku,
    stationId: null,
    addressId,
    payment,
    rounds: { charge: 0, handoff: 0, parcel: 0 },
    chargeId: null,
    firstDeclinedAtMs: null,
    warehouseOrderId: null,
    trackingNumber: null,
    handedOffAtMs: null,
    deliveredAtMs: null,
    attention: null,
    parkedFrom: null,
    parkedAtMs: null,
    abandonReason: null,
    revision: 0,
    decidedAtMs: 0,
  };
}

/** The state with another payment method, unless it has one that was chosen later: messages come in any order, and again. */
export function payBy(state: ShipmentState, payment: PaymentMethod): ShipmentState {
  const { decidedAtMs, revision } = state.payment;
  const isLater = payment.decidedAtMs === decidedAtMs ? payment.revision > revision : payment.decidedAtMs > decidedAtMs;
  return isLater ? { ...state, payment } : state;
}

/**
 * The state after `event`, which happened at business time `nowMs`. Throws when `transitions.ts` has no such move: whoever hears
 * of something late filters it first (`perform` in the workflow, `live.state === state` in its handlers).
 */
export function advance(state: ShipmentState, event: ShipmentEvent, nowMs: number): ShipmentState {
  const after = { ...state, ...changed(state, event, nowMs), revision: state.revision + 1 };
  mustAllow('shipment', allTransitions, { from: state.phase, event: event.kind, to: after.phase });
  return after;
}

function changed(state: ShipmentState, event: ShipmentEvent, nowMs: number): Partial<ShipmentState> {
  switch (event.kind) {
    case 'reserved':
      return { phase: 'charging', sku: event.sku, stationId: event.stationId };
    case 'charged':
      return { phase: nowMs < event.shipAtMs ? 'waiting' : whenDue(event), chargeId: event.chargeId };
    case 'declined':
      return { phase: 'dunning', firstDeclinedAtMs: state.firstDeclinedAtMs ?? event.atMs ?? nowMs };
    case 'dunningDayCame':
      // A decline is definite, so the next try is another effect with a key of its own.
      return { phase: 'charging', rounds: { ...state.rounds, charge: state.rounds.charge + 1 } };
    case 'dunningExhausted':
      return { phase: 'compensating', abandonReason: 'paymentFailed' };
    case 'shipDateCame':
      return { phase: whenDue(event) };
    case 'promised':
      return { phase: 'handingOff', promise: event.promise, stationId: event.promise?.stationId ?? null };
    case 'handedOff':
      return {
        phase: event.oneHour ? 'delivering' : 'booking',
        warehouseOrderId: event.warehouseOrderId,
        handedOffAtMs: event.atMs ?? nowMs,
      };
    case 'booked':
      return { phase: 'inTransit', trackingNumber: event.trackingNumber };
    case 'overdue':
      // Only asks for attention: the parcel may still come, so the shipment goes on waiting for it.
      return { attention: 'DeliveryOverdue' };
    case 'delivered':
      return { ...cleared, phase: 'delivered', deliveredAtMs: event.atMs, abandonReason: null };
    case 'needsPerson':
      return { phase: 'parked', attention: event.reason, parkedFrom: state.phase, parkedAtMs: nowMs };
    case 'retried':
      return { ...retried(state), addressId: event.addressId ?? state.addressId };
    case 'abandoned':
      return {
        phase: 'compensating',
        attention: null,
        parkedFrom: null,
        deliveredAtMs: null,
        abandonReason: event.reason,
      };
    case 'compensated':
      return { phase: 'abandoned', attention: null };
    case 'ratingRequested':
      return { phase: 'done' };
  }
}

/** Nobody is waited for any more. */
const cleared = { attention: null, parkedFrom: null, parkedAtMs: null };

const whenDue = ({ courier }: { courier?: boolean }): ShipmentPhase => (courier ? 'promising' : 'handingOff');

/** Back to where it was parked. What a partner refused is another effect now; a returned parcel is sent once more. */
function retried(state: ShipmentState): Partial<ShipmentState> {
  const { rounds } = state;
  switch (state.parkedFrom) {
    case 'handingOff': {
      const again = { ...rounds, handoff: rounds.handoff + 1 };
      if (!state.promise) return { ...cleared, phase: 'handingOff', rounds: again };
      // Its time has gone by, and the mended address may be another place: the courier is asked for anew.
      return {
        ...cleared,
        phase: 'promising',
        promise: null,
        stationId: null,
        rounds: { ...again, promise: (rounds.promise ?? 0) + 1 },
      };
    }
    case 'booking':
      return { ...cleared, phase: 'booking', rounds: { ...rounds, parcel: rounds.parcel + 1 } };
    case 'inTransit':
      return {
        ...cleared,
        phase: 'handingOff',
        rounds: { ...rounds, handoff: rounds.handoff + 1, parcel: rounds.parcel + 1 },
      };
    default:
      return { ...cleared, phase: state.parkedFrom ?? state.phase };
  }
}

/** May a customer or ops look at this phase for longer than a partner's call takes? In the others a step is under way. */
export const lasts = (phase: ShipmentPhase): boolean =>
  !['reserving', 'charging', 'promising', 'handingOff', 'booking'].includes(phase);

/**
 * May ops give this shipment up? Only where the workflow waits: never beside a partner call, whose effect is not known yet.
 * While it is `delivering`, the delivery's row has to agree: what a courier carries is not taken back.
 */
export function mayAbandon(phase: ShipmentPhase): boolean {
  return ['parked', 'dunning', 'waiting', 'inTransit', 'delivering'].includes(phase);
}

/** Business time (ms) of the next try of a declined charge, or null when every dunning day has passed. */
export function nextDunningAtMs(state: ShipmentState, dunningDays: number[]): number | null {
  const day = dunningDays[state.rounds.charge];
  if (day === undefined || state.firstDeclinedAtMs === null) return null;
  return state.firstDeclinedAtMs + day * dayMs;
}
