import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { BusinessClock } from '#domain/clock';
import type { DeliveryEnd, DeliveryFacts, DeliveryPhase, DeliveryPromise } from '#domain/delivery/types';

export const deliveryWorkflow = 'delivery';

/** Started by the shipment, once per shipment. Plain JSON, no personal data beyond the place of the promise. */
export interface DeliveryInput {
  deliveryId: string;
  shipmentId: string;
  subscriptionId: string;
  cycle: number;
  customerId: string;
  programId: string;
  promise: DeliveryPromise;
  currency: string;
  /** What was charged: the item and the fee. */
  chargeCents: number;
  /** Of a cycle: the charge that paid for it; absent: the first round's, of a single order. */
  chargeId?: string;
  clock: BusinessClock;
}

export interface DeliveryResult {
  end: DeliveryEnd;
  deliveredAtMs: number | null;
  missed: boolean;
}

/** Where a delivery stands, for queries. Times are business time, ms. */
export interface DeliveryStanding {
  phase: DeliveryPhase;
  packedAtMs: number | null;
  atRisk: boolean;
  missed: boolean;
}

/** From the row's conditional updates, through the outbox: what the row said after one. Safe to tell late, or twice. */
export const deliveryHappened = defineSignal<[DeliveryFacts]>('deliveryHappened');
export const deliveryState = defineQuery<DeliveryStanding>('deliveryState');
