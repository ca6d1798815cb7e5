import { deliveryWorkflowId } from '#domain/ids';
import type { ShipmentState } from '#domain/shipment/types';
import { startOnce } from '../startOnce';
import type { ShipmentInput } from '../shipment/messages';
import { deliveryInputOf } from './input';
import { deliveryWorkflow } from './messages';

/**
 * Starts the delivery of a one-hour shipment, once for ever. It outlives its shipment's run, and tells it by a signal
 * how it ended.
 */
export async function startDelivery(shipment: ShipmentInput, state: ShipmentState): Promise<void> {
  const input = deliveryInputOf(shipment, state);
  const { promise } = input;
  await startOnce({
    workflowType: deliveryWorkflow,
    workflowId: deliveryWorkflowId(input.deliveryId),
    input,
    state: 'preparing',
    summary: `${promise.zoneId}, due ${new Date(promise.dueAtMs).toISOString()}`,
  });
}
