import { randomUUID } from 'node:crypto';
import { runRunbookCommand } from './runbook';
import { waitFor } from './waitFor';
import type { World } from './world';

/** Every event at which the server allows a reset: the completed workflow tasks of a run. */
export async function resetPoints(world: World, workflowId: string, runId: string): Promise<number[]> {
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  return (events ?? [])
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map((event) => Number(event.eventId));
}

/** Of Temporal's `ResetReapplyExcludeType`: neither signals nor updates are given to the new run. */
export const takenBack = [1, 2];

/** The workflow task that took a run's first update: reset to it, without updates, the run stands right before that. */
export async function taskOfUpdate(world: World, workflowId: string, runId: string): Promise<number> {
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  const accepted = (events ?? []).find((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
  const point = (await resetPoints(world, workflowId, runId)).filter((id) => id < Number(accepted?.eventId)).at(-1);
  if (point === undefined) throw new Error(`${workflowId} took no update`);
  return point;
}

/** Resets a run, as `temporal workflow reset` does; returns the new run's ID. `exclude`: what is not reapplied. */
export async function reset(
  world: World,
  workflowId: string,
  runId: string,
  eventId: number,
  exclude: number[] = [],
): Promise<string> {
  const answer = await world.temporal.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: eventId as never,
    requestId: randomUUID(),
    reason: 'test',
    resetReapplyExcludeTypes: exclude,
  });
  return answer.runId;
}

/** Resets the newest run with the command that the runbook prints; returns the new run's ID. */
export async function resetByRunbook(world: World, workflowId: string): Promise<string> {
  await runRunbookCommand(world, 'temporal workflow reset', { WORKFLOW: workflowId });
  return (await world.temporal.workflow.getHandle(workflowId).describe()).runId;
}

/** All that the partners were asked to do for a subscription, once nothing is on its way to them any more. */
export async function ledgerOf(world: World, subscriptionId: string): Promise<string[]> {
  const { pool } = world.database;
  await waitFor('the outbox to be empty', async () => {
    const { rowCount } = await pool.query('SELECT FROM outbox WHERE delivered_at IS NULL AND payload::text LIKE $1', [
      `%${subscriptionId}%`,
    ]);
    return rowCount === 0 ? true : undefined;
  });
  const { items } = await world.simulator.effects({ referencePrefix: subscriptionId });
  return items.map(({ operation, id }) => `${operation} ${id}`);
}

/** What is left of a box or an order: what partners did, the customer's messages among it, and what everybody reads. */
export async function traceOf(world: World, subscriptionId: string): Promise<{ ledger: string[]; rows: unknown[] }> {
  const ledger = await ledgerOf(world, subscriptionId);
  const { rows } = await world.database.pool.query(
    `SELECT s.phase, s.sku, s.attention, s.abandon_reason, s.tracking_number, s.handed_off_at,
       r.state AS unit, r.sku AS reserved, r.station_id,
       (SELECT count(*)::int FROM parcels WHERE shipment_id = s.id) AS parcels,
       (SELECT array_agg(kind ORDER BY kind) FROM events e
          WHERE e.subscription_id = s.subscription_id AND data->>'cycle' = '1') AS events,
       d.phase AS delivery, d.station_id AS station, d.missed_at, d.ended_at,
       (SELECT array_agg(kind ORDER BY id) FROM delivery_events WHERE delivery_id = s.id) AS steps
     FROM shipments s LEFT JOIN reservations r ON r.shipment_id = s.id LEFT JOIN deliveries d ON d.id = s.id
     WHERE s.subscription_id = $1 AND s.cycle = 1`,
    [subscriptionId],
  );
  return { ledger, rows };
}
