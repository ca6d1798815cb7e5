import { wallClock } from '#domain/clock';
import { shipmentIdOf } from '#domain/ids';
import type { OrderStart } from '#domain/order/types';
import type { Program } from '#domain/program/types';
import { shipmentPolicy } from '#domain/shipment/policy';
import type { ShipmentInput } from './messages';

/** What the one shipment of a single order is started with. Pure: whoever starts it, and however often, starts the same. */
export function orderShipment(order: OrderStart, program: Program): ShipmentInput {
  const { orderId, customerId, programId, sku, chargeCents, addressId, paymentMethodId, promise } = order;
  return {
    shipmentId: shipmentIdOf(orderId, 1),
    subscriptionId: orderId,
    customerId,
    programId,
    cycle: 1,
    sku,
    substitutes: [], // what a customer ordered is never replaced
    chargeCents,
    addressId,
    payment: { paymentMethodId, decidedAtMs: 0, revision: 0 }, // an order's is never changed
    shipAtMs: promise.orderedAtMs,
    clock: wallClock,
    promise,
    rules: shipmentPolicy(program, 'order'),
  };
}
