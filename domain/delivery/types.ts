import type { LatLng } from '../zone/types';

/**
 * Where a delivery stands. Which event leads from one to the other: `transitions.ts`, drawn in `docs/architecture.md`.
 *
 * The row of `deliveries` decides, in one conditional UPDATE per event, since couriers race each other; the delivery
 * workflow keeps its deadlines, escalates, tells the customer, compensates and reports the end to the shipment.
 */
export const deliveryPhases = [
  'preparing',
  'waiting',
  'accepted',
  'onTheWay',
  'delivered',
  'returning',
  'returned',
  'lost',
  'failed',
] as const;
export type DeliveryPhase = (typeof deliveryPhases)[number];

/** Phases that end a delivery. */
export const deliveryEnds = ['delivered', 'returned', 'lost', 'failed'] as const satisfies readonly DeliveryPhase[];
export type DeliveryEnd = (typeof deliveryEnds)[number];

/** What happens to a delivery: rows of `delivery_events`, streamed to the customer, and signals of its workflow. */
export const deliveryEventKinds = [
  'ordered',
  'packed', // the station has it ready at the counter: the handoff
  'offered',
  'declined',
  'offerExpired',
  'accepted',
  'courierLost', // a courier who fell silent, or gave up, before the pickup
  'pickedUp',
  'located', // place and arrival estimate while on the way
  'delivered',
  'addressNotFound',
  'returned',
  'lost', // a courier vanished with it
  'atRisk',
  'missed', // the promise; the delivery goes on
  'compensated',
  'failed',
] as const;
export type DeliveryEventKind = (typeof deliveryEventKinds)[number];

/** What the row of a delivery says, as its workflow needs it. Times are business time, ms since the epoch. */
export interface DeliveryFacts {
  /** ID of the delivery's latest event, which grows with each: the higher one is the newer truth. */
  revision: number;
  phase: DeliveryPhase;
  packedAtMs: number | null;
  pickedUpAtMs: number | null;
  endedAtMs: number | null;
}

export interface DropoffProof {
  kind: 'photo' | 'code';
  /** A reference of the photo's store, or the code that the customer was shown. */
  value: string;
}

/** One-hour delivery as the shipment was promised it. Times are business time, ms since the epoch. */
export interface DeliveryPromise {
  promiseId: string;
  zoneId: string;
  stationId: string;
  place: LatLng;
  orderedAtMs: number;
  /** Fifteen minutes after the order. */
  handoffDueAtMs: number;
  /** The promised end of the window. */
  dueAtMs: number;
  feeCents: number;
  missed: { refundFee: boolean; creditCents: number };
}
