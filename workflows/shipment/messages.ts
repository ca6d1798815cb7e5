import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { BusinessClock } from '#domain/clock';
import type { DeliveryResult } from '../delivery/messages';
import type { DeliveryPromise } from '#domain/delivery/types';
import type { CourierWish } from '#domain/promise/types';
import type { ParcelEnd } from '#domain/shipment/tracking';
import type { PaymentMethod, ShipmentPolicy, ShipmentState } from '#domain/shipment/types';

export const shipmentWorkflow = 'shipment';

/** Frozen at the cutoff: what ships equals exactly what was accepted. Plain JSON, no personal data. */
export interface ShipmentInput {
  shipmentId: string;
  subscriptionId: string;
  customerId: string;
  programId: string;
  cycle: number;
  sku: string;
  /** SKUs to fall back to when the item is gone; empty when the customer chose it. */
  substitutes: string[];
  /** Box and courier's fee, if there is one. */
  chargeCents: number;
  addressId: string;
  /** What it is charged to, unless `paymentMethodChanged` tells of another. */
  payment: PaymentMethod;
  /** Business time of the handoff, ms. */
  shipAtMs: number;
  clock: BusinessClock;
  /** Of a single order: a courier brings it within the hour. */
  promise?: DeliveryPromise;
  /** Of a cycle: the customer wants a courier, who is promised when the time has come. Neither of both: by parcel. */
  courier?: CourierWish;
  /** The program's rules as they were at the cutoff. */
  rules: ShipmentPolicy;
}

/** An update, so that ops see whether it was taken. `addressId`: a mended address to go on with. */
export const retryShipment = defineUpdate<ShipmentState, [{ addressId: string | null }]>('retry');
export const abandonShipment = defineUpdate<ShipmentState, [{ reason: string }]>('abandon');

/** From the carrier's webhook through the outbox, perhaps more than once; other stations go to the read model only. */
export const parcelEnded = defineSignal<[ParcelEnd]>('parcelEnded');

/** From the subscription, through the outbox: the customer has replaced the card, perhaps while it is declined. */
export const paymentMethodChanged = defineSignal<[PaymentMethod]>('paymentMethodChanged');

/** From the shipment's own delivery: how it ended. */
export const deliveryEnded = defineSignal<[DeliveryResult]>('deliveryEnded');

export const shipmentState = defineQuery<ShipmentState>('shipmentState');

/** What the customer is told together with a projection. */
export type ShipmentMessage = 'ratingRequest' | 'shipmentAbandoned' | 'subscriptionPastDue';
