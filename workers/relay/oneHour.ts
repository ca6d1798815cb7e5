import type { Client } from '@temporalio/client';
import type { Database } from '#db/pool';
import { isDeliveryAwaited } from '#db/recovery/recoveryFindings';
import { deliveryWorkflowId, zoneDispatchWorkflowId } from '#domain/ids';
import type { OutboxPayloads } from '#domain/outbox/types';
import { deliveryHappened } from '#workflows/delivery/messages';
import { zoneChanged, zoneDispatchWorkflow } from '#workflows/zoneDispatch/messages';
import { signalWhileAlive, type Starter } from './toWorkflows';

/** What came after the delivery's end is in its events, and changes nothing. */
export const tellDelivery = (
  to: { client: Client; db: Database },
  { deliveryId, ...facts }: OutboxPayloads['deliveryHappened'],
): Promise<void> =>
  signalWhileAlive(
    to,
    { workflowId: deliveryWorkflowId(deliveryId), isAlive: () => isDeliveryAwaited(to.db, deliveryId) },
    deliveryHappened,
    facts,
  );

/** Starts the zone's dispatcher, or wakes the one that runs. */
export async function wakeDispatcher({ client, taskQueue }: Starter, zoneId: string): Promise<void> {
  await client.workflow.signalWithStart(zoneDispatchWorkflow, {
    workflowId: zoneDispatchWorkflowId(zoneId),
    taskQueue,
    args: [{ zoneId }],
    signal: zoneChanged,
    staticSummary: `couriers of ${zoneId}`,
  });
}
