import { deliveryWorkflowId } from '../../domain/ids';
import { startOnce } from '../startOnce';
import type { ShipmentInput } from '../shipment/messages';
import { deliveryWorkflow, type DeliveryInput } from './messages';

/**
 * Starts the delivery of a one-hour shipment, once for ever. It outlives its shipment's run, and tells it by a signal
 * how it ended.
 */
export async function startDelivery(shipment: ShipmentInput, stationId: string | null): Promise<void> {
  const { shipmentId, subscriptionId, cycle, customerId, programId, clock, promise } = shipment;
  if (!promise) throw new Error(`shipment ${shipmentId} has no promise`); // a bug: only one-hour shipments come here
  const input: DeliveryInput = {
    deliveryId: shipmentId,
    shipmentId,
    subscriptionId,
    cycle,
    customerId,
    programId,
    // The unit may be at another station than the promise was counted from.
    promise: { ...promise, stationId: stationId ?? promise.stationId },
    currency: shipment.rules.currency,
    clock,
  };
  await startOnce({
    workflowType: deliveryWorkflow,
    workflowId: deliveryWorkflowId(shipmentId),
    input,
    state: 'preparing',
    summary: `${promise.zoneId}, due ${new Date(promise.dueAtMs).toISOString()}`,
  });
}
