import { inTransaction } from '#db/pool';
import { recover } from '#workers/recovery/recover';
import type { Recovery, RecoveryFinding } from '#workers/recovery/types';
import { signWebhook } from '#facade/webhooks/signature';
import { waitFor } from '#test/support/waitFor';
import type { World } from '#test/support/world';

/** Runs `recover` on a world, and returns what it found. */
export async function recovered(world: World, options: Partial<Recovery> = {}): Promise<RecoveryFinding[]> {
  const findings: RecoveryFinding[] = [];
  await recover({
    db: world.database.pool,
    client: world.temporal,
    taskQueue: world.config.temporal.taskQueue,
    schedules: [], // the server is everybody's: no Schedules of ours
    databaseRestored: false,
    terminated: false,
    apply: true,
    found: (finding) => findings.push(finding),
    ...options,
  });
  return findings;
}

/** Deletes every workflow of the world, as a lost namespace does, and waits until Temporal knows none of them. */
export async function lose(world: World): Promise<void> {
  await world.stopWorker();
  const { workflow, workflowService } = world.temporal;
  const lost = new Set<string>();
  const query = `TaskQueue = '${world.config.temporal.taskQueue}'`;
  for await (const { workflowId, runId } of workflow.list({ query })) {
    lost.add(workflowId);
    await workflowService.deleteWorkflowExecution({ namespace: 'default', workflowExecution: { workflowId, runId } });
  }
  for (const workflowId of lost) {
    await waitFor(`${workflowId} to be gone`, async () => {
      const gone = await workflow
        .getHandle(workflowId)
        .describe()
        .then(
          () => false,
          () => true,
        );
      return gone ? true : undefined;
    });
  }
}

/** Effects of a shipment in the partners' ledger, in their order, without messages. */
export async function effectsOf(world: World, shipmentId: string): Promise<string[]> {
  const { items } = await world.simulator.effects({ referencePrefix: shipmentId });
  return items.filter(({ partner }) => partner !== 'notifications').map(({ operation }) => operation);
}

/** Rows that a restore sets back; the partners' ledger, in the same database, is none of them. */
const tables = [
  'subscriptions',
  'addresses',
  'payment_methods',
  'cycles',
  'shipments',
  'effects',
  'reservations',
  'stock',
  'tracking_events',
  'outbox',
  'idempotency_keys',
];

/** Remembers the rows as they are. */
export async function takeSnapshot({ database: { pool } }: World): Promise<void> {
  await pool.query('CREATE SCHEMA snapshot');
  await inTransaction(pool, async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    for (const table of tables) await tx.query(`CREATE TABLE snapshot.${table} AS TABLE public.${table}`);
  });
}

/** Sets the rows back to the snapshot, as a restore does, while no worker runs. */
export async function setBack({ database: { pool } }: World): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query('SET LOCAL session_replication_role = replica');
    for (const table of tables) {
      await tx.query(`DELETE FROM public.${table}`);
      await tx.query(`INSERT INTO public.${table} OVERRIDING SYSTEM VALUE SELECT * FROM snapshot.${table}`);
    }
  });
}

/** The carrier says of every parcel under way that it was delivered. */
export async function deliverParcels(world: World): Promise<void> {
  const { rows } = await world.database.pool.query<{ number: string }>(
    `SELECT tracking_number AS number FROM shipments WHERE tracking_number IS NOT NULL AND delivered_at IS NULL`,
  );
  for (const { number } of rows) {
    const event = { eventId: `evt_${number}`, trackingNumber: number, status: 'delivered' };
    const body = JSON.stringify({ ...event, occurredAt: new Date().toISOString() });
    const signature = signWebhook(world.config.partners.webhookSecret, body, Math.floor(Date.now() / 1000));
    const headers = { 'content-type': 'application/json', 'everbox-signature': signature };
    const { status } = await fetch(`${world.apiUrl}/v1/webhooks/carrier`, { method: 'POST', headers, body });
    if (status !== 200) throw new Error(`webhook: ${status}`);
  }
}
