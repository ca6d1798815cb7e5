import type { PostalAddress } from './warehouse';

/** The parcel carrier. Idempotent by key; tracking comes back through signed webhooks. */
export interface CarrierPort {
  bookParcel(request: BookParcelRequest, signal?: AbortSignal): Promise<BookParcelAnswer>;
  /** Voids a label; voiding a void one is accepted. */
  cancelParcel(request: CancelParcelRequest, signal?: AbortSignal): Promise<void>;
}

export interface BookParcelRequest {
  idempotencyKey: string;
  reference: string;
  service: 'standard' | 'express' | 'international';
  warehouseOrderId: string;
  address: PostalAddress;
}

export type BookParcelAnswer =
  | { outcome: 'booked'; trackingNumber: string }
  | { outcome: 'refused'; reason: 'ParcelRefused'; message: string };

export interface CancelParcelRequest {
  idempotencyKey: string;
  reference: string;
  trackingNumber: string;
}

export type { TrackingStatus } from '#domain/shipment/tracking';
