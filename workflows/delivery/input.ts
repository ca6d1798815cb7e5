import { wallClock } from '#domain/clock';
import type { ShipmentState } from '#domain/shipment/types';
import type { ShipmentInput } from '../shipment/messages';
import type { DeliveryInput } from './messages';

/** What the delivery of a one-hour shipment is started with. Pure: whoever starts it, and however often, starts the same. */
export function deliveryInputOf(shipment: ShipmentInput, state: ShipmentState): DeliveryInput {
  const { shipmentId, subscriptionId, cycle, customerId, programId } = shipment;
  const promise = state.promise ?? shipment.promise;
  if (!promise) throw new Error(`shipment ${shipmentId} has no promise`); // a bug: only one-hour shipments come here
  return {
    deliveryId: shipmentId,
    shipmentId,
    subscriptionId,
    cycle,
    customerId,
    programId,
    // The unit may be at another station than the promise was counted from.
    promise: { ...promise, stationId: state.stationId ?? promise.stationId },
    currency: shipment.rules.currency,
    chargeCents: shipment.chargeCents,
    // A cycle's promise is one of wall time, whatever clock the cycle is on.
    clock: state.promise ? wallClock : shipment.clock,
    // A declined card was charged in a later round than the first.
    ...(state.promise && state.chargeId !== null ? { chargeId: state.chargeId } : {}),
  };
}
