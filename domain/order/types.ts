import type { DeliveryPromise } from '../delivery/types';

/** A single order as it was accepted; its shipment is the first and only one. */
export interface OrderStart {
  orderId: string;
  customerId: string;
  programId: string;
  sku: string;
  addressId: string;
  paymentMethodId: string;
  /** The item and the delivery's fee. */
  chargeCents: number;
  promise: DeliveryPromise;
}
