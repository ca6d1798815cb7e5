import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { restoreShipment } from '#activities/recovery/restoreShipment';
import { type Database, inTransaction } from '#db/pool';
import { projectShipment } from '#db/shipments/shipmentProjection';
import { projectSubscription } from '#db/subscriptions/projections';
import { noteFinding } from '#db/recovery/recoveryFindings';
import { readShipment } from '#db/shipments/shipmentReads';
import { readSubscription } from '#db/subscriptions/subscriptionReads';
import type { ShipmentState } from '#domain/shipment/types';
import { deliveryWorkflow } from '#workflows/delivery/messages';
import { customerKey } from '#workflows/searchAttributes';
import { shipmentWorkflow, type ShipmentInput } from '#workflows/shipment/messages';
import {
  projectAgain,
  subscriptionWorkflow,
  type SubscriptionInput,
  type SubscriptionSnapshot,
} from '#workflows/subscription/messages';
import { signalIfRunning } from '../relay/toWorkflows';
import type { Recovery } from './types';

type Execution = Pick<
  WorkflowExecutionInfo,
  'workflowId' | 'runId' | 'type' | 'status' | 'closeTime' | 'typedSearchAttributes'
>;

/**
 * After Postgres was set back: workflows that run are asked to write once more what they know, what ended since is written
 * from its result, and what goes on without any row is told. Before anything is started anew, since it shows what has ended.
 */
export async function restoreRows(recovery: Recovery): Promise<void> {
  const { client, taskQueue } = recovery;
  const types = [subscriptionWorkflow, shipmentWorkflow, deliveryWorkflow].map((type) => `'${type}'`).join(', ');
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType IN (${types})`;
  for await (const execution of client.workflow.list({ query })) {
    if (execution.status.name === 'RUNNING') await ofRunning(recovery, execution);
    else if (execution.status.name === 'COMPLETED') await ofCompleted(recovery, execution);
  }
}

async function ofRunning(recovery: Recovery, execution: Execution): Promise<void> {
  const { db, client, apply, found } = recovery;
  const { workflowId, type } = execution;
  const customerId = execution.typedSearchAttributes.get(customerKey) ?? null;
  if (!(await hasRow(db, type, workflowId))) {
    found({
      kind: 'rowMissing',
      id: workflowId,
      detail: `of customer ${customerId ?? 'unknown'} goes on without rows`,
    });
    if (apply) await noteFinding(db, { workflowId, kind: 'rowMissing', customerId });
    if (type === subscriptionWorkflow) return; // there is no row to write
  }
  if (type === deliveryWorkflow) return; // its row decides, and it asks it
  found({ kind: 'restore', id: workflowId, detail: 'writes once more what it knows' });
  if (apply) await signalIfRunning(client, workflowId, projectAgain);
}

/** Is there what this workflow is about? A shipment is restored without its row, but not without whom it is for. */
async function hasRow(db: Database, type: string, workflowId: string): Promise<boolean> {
  const [, id = ''] = workflowId.split(':');
  const sql =
    type === deliveryWorkflow
      ? 'SELECT FROM deliveries WHERE id = $1'
      : 'SELECT FROM subscriptions WHERE id = $1 UNION ALL SELECT FROM orders WHERE id = $1';
  return ((await db.query(sql, [id])).rowCount ?? 0) > 0;
}

async function ofCompleted(recovery: Recovery, { workflowId, runId, type, closeTime }: Execution): Promise<void> {
  const { db, client, apply, found } = recovery;
  if (type === deliveryWorkflow) return;
  const handle = client.workflow.getHandle(workflowId, runId);
  const [, id = '', cycle] = workflowId.split(':');
  if (type === shipmentWorkflow) {
    const row = await readShipment(db, `${id}-${cycle}`);
    if (row && (row.phase === 'done' || row.phase === 'abandoned')) return;
    found({ kind: 'restore', id: workflowId, detail: `has ended; its row says ${row?.phase ?? 'nothing'}` });
    if (!apply) return;
    const input = await inputOf<ShipmentInput>(client, workflowId, runId);
    const state = (await handle.result()) as ShipmentState;
    await restoreShipment({ db }, { input, state });
    await inTransaction(db, (tx) => projectShipment(tx, input, state));
    return;
  }
  const row = await readSubscription(db, id);
  if (!row || row.status === 'cancelled') return;
  found({ kind: 'restore', id: workflowId, detail: `is cancelled; its row says ${row.status}` });
  if (!apply) return;
  const { state, clock } = await inputOf<SubscriptionInput>(client, workflowId, runId);
  const { subscriptionId: _, cycle: __, ...snapshot } = (await handle.result()) as SubscriptionSnapshot;
  await projectSubscription(
    db,
    { ...state, ...snapshot, open: null, decidedAtMs: closeTime?.getTime() ?? state.decidedAtMs },
    clock,
    null,
  );
}

/** What a run was started with. */
async function inputOf<Input>(client: Client, workflowId: string, runId: string): Promise<Input> {
  const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const payload = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  if (!payload) throw new Error(`${workflowId} has no input`);
  return defaultPayloadConverter.fromPayload<Input>(payload);
}
