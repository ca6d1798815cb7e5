import { randomUUID } from 'node:crypto';
import { waitFor } from './waitFor';
import type { World } from './world';

/** Every event at which the server allows a reset: the completed workflow tasks of a run. */
export async function resetPoints(world: World, workflowId: string, runId: string): Promise<number[]> {
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  return (events ?? [])
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map((event) => Number(event.eventId));
}

/** Resets a run, as `temporal workflow reset` does; returns the new run's ID. */
export async function reset(world: World, workflowId: string, runId: string, eventId: number): Promise<string> {
  const answer = await world.temporal.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: eventId as never,
    requestId: randomUUID(),
    reason: 'test',
  });
  return answer.runId;
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
