import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { DeliveryEventKind } from '../../domain/delivery/types';
import { deliveryWorkflowId, zoneDispatchWorkflowId } from '../../domain/ids';
import { deliveryHappened } from '../../workflows/delivery/messages';
import { zoneChanged, zoneDispatchWorkflow } from '../../workflows/zoneDispatch/messages';

export interface DeliveryChange {
  deliveryId: string;
  kind: DeliveryEventKind;
  atMs: number;
}

export async function tellDelivery(client: Client, { deliveryId, kind, atMs }: DeliveryChange): Promise<void> {
  try {
    await client.workflow.getHandle(deliveryWorkflowId(deliveryId)).signal(deliveryHappened, { kind, atMs });
  } catch (error) {
    // The delivery has ended: what came after its end is in its events, and changes nothing.
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

/** Starts the zone's dispatcher, or wakes the one that runs. */
export async function wakeDispatcher(
  { client, taskQueue }: { client: Client; taskQueue: string },
  zoneId: string,
): Promise<void> {
  await client.workflow.signalWithStart(zoneDispatchWorkflow, {
    workflowId: zoneDispatchWorkflowId(zoneId),
    taskQueue,
    args: [{ zoneId }],
    signal: zoneChanged,
    staticSummary: `couriers of ${zoneId}`,
  });
}
