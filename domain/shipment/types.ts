import type { DeliveryPromise } from '../delivery/types';
import type { AttentionReason } from '../outcomes';

/** Where a shipment stands. Which event leads from one to the other: `transitions.ts`, drawn in `docs/architecture.md`. */
export const shipmentPhases = [
  'reserving',
  'charging',
  'dunning',
  'waiting',
  'promising',
  'handingOff',
  'booking',
  'inTransit',
  'delivering',
  'delivered',
  'parked',
  'compensating',
  'abandoned',
  'done',
] as const;
export type ShipmentPhase = (typeof shipmentPhases)[number];

/** Phases of a box that left. Of any other one it is not true that it shipped, though its cycle closed with it. */
export const leftPhases = ['inTransit', 'delivering', 'delivered', 'done'] as const satisfies readonly ShipmentPhase[];

/** All that the shipment workflow knows. Times are business time, ms since the epoch. */
export interface ShipmentState {
  phase: ShipmentPhase;
  /** The item that ships: the accepted one, or its substitute. */
  sku: string;
  /** The station that holds the unit of a one-hour delivery; null: the central warehouse. */
  stationId: string | null;
  addressId: string;
  /** Row of `payment_methods` that the next round of the charge uses; the customer may replace it while a card is declined. */
  payment: PaymentMethod;
  /** How often a step was definitely refused and is tried as a new effect: part of its idempotency key. */
  rounds: { charge: number; handoff: number; parcel: number; promise?: number };
  /** What a courier of a cycle has to keep; null or absent: a parcel, or a single order, whose input holds it. */
  promise?: DeliveryPromise | null;
  chargeId: string | null;
  /** When the first charge was declined: dunning days count from here. */
  firstDeclinedAtMs: number | null;
  warehouseOrderId: string | null;
  trackingNumber: string | null;
  handedOffAtMs: number | null;
  deliveredAtMs: number | null;
  attention: AttentionReason | null;
  /** The phase to go back to on `retry`. */
  parkedFrom: ShipmentPhase | null;
  parkedAtMs: number | null;
  /** Why it was abandoned: ops' words, `parkedTooLong` or `paymentFailed`. */
  abandonReason: string | null;
  /** Counts changes. */
  revision: number;
  /** When the last of them was decided, wall ms: of two projections, the one that was decided later counts (decision 29). */
  decidedAtMs: number;
}

/** A payment method, and when it was chosen: of two, the one that was decided later counts, by time and then by revision. */
export interface PaymentMethod {
  paymentMethodId: string;
  /** Of the subscription's decision, as its projections have it. */
  decidedAtMs: number;
  revision: number;
}

/** The program's rules for one shipment, as they were when its cycle opened. Days and hours are business time. */
export interface ShipmentPolicy {
  currency: string;
  service: 'standard' | 'express' | 'international';
  /** Days after the first declined charge on which it is tried again. */
  dunningDays: number[];
  parkedDays: number;
  overdueDays: number;
  ratingRequestHours: number;
}
