/** The warehouse that picks, packs and hands parcels to the carrier. Idempotent by key. */
export interface WarehousePort {
  handOff(request: HandoffRequest, signal?: AbortSignal): Promise<HandoffAnswer>;
  /** Takes an order back that has not left; cancelling one that is cancelled already is accepted. */
  cancelOrder(request: CancelOrderRequest, signal?: AbortSignal): Promise<void>;
}

export interface PostalAddress {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  postalCode: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

export interface HandoffRequest {
  idempotencyKey: string;
  reference: string;
  sku: string;
  quantity: number;
  address: PostalAddress;
  /** The station that picks and packs it, for one-hour delivery; without one the warehouse sends a parcel. */
  stationId?: string;
}

/** A refusal is an answer that a person can mend (an address, an unknown item): nothing was handed off. */
export type HandoffAnswer =
  | { outcome: 'accepted'; warehouseOrderId: string }
  | { outcome: 'refused'; reason: 'AddressRefused'; message: string };

export interface CancelOrderRequest {
  idempotencyKey: string;
  reference: string;
  warehouseOrderId: string;
}
