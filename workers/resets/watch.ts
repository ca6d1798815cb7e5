import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Database } from '#db/pool';
import { listEndedShipments } from '#db/shipments/shipmentReads';
import { listCancelled } from '#db/subscriptions/subscriptionReads';
import { shipmentIdOf } from '#domain/ids';
import { shipmentWorkflow } from '#workflows/shipment/messages';
import { projectAgain, subscriptionWorkflow } from '#workflows/subscription/messages';
import { signalIfRunning } from '../relay/toWorkflows';
import { Rounds } from '../rounds';
import { hourMs } from '#domain/time';

export interface ResetWatchDependencies {
  db: Database;
  client: Client;
  taskQueue: string;
  logger: Logger;
}

/** Between two looks, ms: what a reset took back is shown for so long. One query of the visibility store each. */
const pauseMs = 3_000;
/** Visibility is written after the fact: each look goes back this far behind the one before, ms. */
const overlapMs = 15_000;
/** How far the first look of a worker goes back, ms: resets from a time when none was up. */
const firstLookMs = hourMs;

/**
 * Finds subscriptions and shipments that were reset, from wherever that was done, and has them show where they stand: after
 * a reset nothing may be decided for weeks, and until then the read model would show what the abandoned run had decided; a
 * shipment that waits for a person again would be on nobody's list. A shipment also hears what is recorded of it, and need
 * not wait for what has been.
 *
 * A reset terminates the run that it replaces, which nothing else here does. One of a workflow that had ended replaces a
 * completed run; it is found as a run that has just started though its row says that it is over.
 *
 * Deliveries need no watch: their rows are the truth, which their workflows only follow.
 *
 * Why it is safe to run again: who shows once more where it stands changes nothing.
 */
export class ResetWatch {
  private readonly looks = new Rounds((stopping) => this.lookAndRest(stopping));
  private sinceMs = Date.now() - firstLookMs;
  /** Runs of the last looks, with when they were told, so that the overlap tells nobody twice. */
  private readonly told = new Map<string, number>();

  constructor(private readonly dependencies: ResetWatchDependencies) {}

  start(): void {
    this.looks.start();
  }

  /** Ends after the look that is under way. */
  stop(): Promise<void> {
    return this.looks.stop();
  }

  private async lookAndRest(stopping: AbortSignal): Promise<number> {
    const lookMs = Date.now();
    try {
      await this.look(this.sinceMs, stopping);
      this.sinceMs = lookMs - overlapMs;
    } catch (error) {
      this.dependencies.logger.warn({ err: error }, 'could not look for workflows that were reset; it looks again');
    }
    return pauseMs;
  }

  private async look(sinceMs: number, stopping: AbortSignal): Promise<void> {
    const { client, db, taskQueue } = this.dependencies;
    const since = new Date(sinceMs).toISOString();
    const query =
      `WorkflowType IN ('${subscriptionWorkflow}', '${shipmentWorkflow}') AND TaskQueue = '${taskQueue}' AND (` +
      `(ExecutionStatus = 'Terminated' AND CloseTime > '${since}') OR ` +
      `(ExecutionStatus = 'Running' AND StartTime > '${since}'))`;
    const begun = new Map<string, { workflowId: string; runId: string }>();
    for await (const { workflowId, runId, status, type } of client.workflow.list({ query })) {
      if (stopping.aborted) return;
      if (status.name === 'TERMINATED') await this.tell(workflowId, runId);
      else begun.set(rowIdOf(type, workflowId), { workflowId, runId });
    }
    const ids = [...begun.keys()];
    for (const id of [...(await listCancelled(db, ids)), ...(await listEndedShipments(db, ids))]) {
      const { workflowId, runId } = begun.get(id) ?? {};
      if (workflowId !== undefined && runId !== undefined) await this.tell(workflowId, runId);
    }
    for (const [run, atMs] of this.told) if (atMs < sinceMs - overlapMs) this.told.delete(run);
  }

  private async tell(workflowId: string, runId: string): Promise<void> {
    if (this.told.has(runId)) return;
    await signalIfRunning(this.dependencies.client, workflowId, projectAgain);
    this.told.set(runId, Date.now());
  }
}

/** The row that shows what this workflow decides. */
function rowIdOf(workflowType: string, workflowId: string): string {
  const [, subscriptionId = '', cycle] = workflowId.split(':');
  return workflowType === shipmentWorkflow ? shipmentIdOf(subscriptionId, Number(cycle)) : subscriptionId;
}
