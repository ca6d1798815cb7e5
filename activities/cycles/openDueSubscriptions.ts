import { Context } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import { readDueSubscriptions, type DueSubscription } from '#db/subscriptions/dueSubscriptions';
import { noteFinding } from '#db/recovery/recoveryFindings';
import { subscriptionWorkflowId } from '#domain/ids';
import { openCycle } from '#workflows/subscription/messages';
import type { DueCursor, ShipmentCycleInput } from '#workflows/shipmentCycle/messages';
import type { Dependencies } from '../dependencies';
import { planCohort } from './planCohort';

const pageSize = 200;
/** Signals under way at once: enough to reach the capped rate, few enough to leave the server room for customers. */
const batchSize = 10;

export interface OpenedPage {
  opened: number;
  /** Where the next page starts; null when this was the last. */
  next: DueCursor | null;
}

/**
 * Signals one page of due subscriptions, at no more than `opensPerSecond`. A worker that dies goes on from its last
 * heartbeat. Safe to run again: a subscription ignores a request for a cycle that it has opened.
 */
export async function openDueSubscriptions(
  dependencies: Dependencies,
  { programId, cohort, opensPerSecond, after }: ShipmentCycleInput,
): Promise<OpenedPage> {
  const { db } = dependencies;
  const resumed = (Context.current().info.heartbeatDetails as OpenedPage | undefined) ?? { opened: 0, next: after };
  const beat = (): void => Context.current().heartbeat(resumed);
  // Before the first signal of a run: the whole cohort is planned together, not page by page.
  if (resumed.next === null) await planCohort(dependencies, programId, cohort, beat);
  const due = await readDueSubscriptions(db, { programId, cohort, after: resumed.next, limit: pageSize });
  let { opened, next } = resumed;
  for (let from = 0; from < due.length; from += batchSize) {
    const batch = due.slice(from, from + batchSize);
    const startedAt = Date.now();
    opened += (await Promise.all(batch.map((subscription) => open(dependencies, subscription)))).filter(Boolean).length;
    next = cursorAfter(batch) ?? next;
    Context.current().heartbeat({ opened, next } satisfies OpenedPage);
    await Context.current().sleep(Math.max(0, (batch.length / opensPerSecond) * 1000 - (Date.now() - startedAt)));
  }
  return { opened, next: due.length < pageSize ? null : next };
}

/** False when the subscription's workflow is gone (lost, or terminated by ops): the others must not wait for it. */
async function open({ client, db }: Dependencies, { id, nextCycle }: DueSubscription): Promise<boolean> {
  try {
    await client.workflow.getHandle(subscriptionWorkflowId(id)).signal(openCycle, nextCycle);
    return true;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
    await noteFinding(db, { workflowId: subscriptionWorkflowId(id), kind: 'workflowMissing', customerId: null });
    Context.current().log.warn('a due subscription has no running workflow', { subscriptionId: id });
    return false;
  }
}

function cursorAfter(batch: DueSubscription[]): DueCursor | undefined {
  const last = batch.at(-1);
  return last && { nextOpenWallAtMs: last.nextOpenWallAtMs, subscriptionId: last.id };
}
