import { wallClock } from '../../domain/clock';
import { deliveryWorkflowId } from '../../domain/ids';
import type { ShipmentState } from '../../domain/shipment/types';
import { startOnce } from '../startOnce';
import type { ShipmentInput } from '../shipment/messages';
import { deliveryWorkflow, type DeliveryInput } from './messages';

/**
 * Starts the delivery of a one-hour shipment, once for ever. It outlives its shipment's run, and tells it by a signal
 * how it ended.
 */
export async function startDelivery(shipment: ShipmentInput, state: ShipmentState): Promise<void> {
  const { shipmentId, subscriptionId, cycle, customerId, programId } = shipment;
  const promise = state.promise ?? shipment.promise;
  if (!promise) throw new Error(`shipment ${shipmentId} has no promise`); // a bug: only one-hour shipments come here
  const input: DeliveryInput = {
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
  await startOnce({
    workflowType: deliveryWorkflow,
    workflowId: deliveryWorkflowId(shipmentId),
    input,
    state: 'preparing',
    summary: `${promise.zoneId}, due ${new Date(promise.dueAtMs).toISOString()}`,
  });
}
