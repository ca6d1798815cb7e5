import type { Client } from '@temporalio/client';
import { type ReplayHistoriesIterable, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { World } from './world';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

export interface RanWorkflow {
  workflowId: string;
  runId: string;
  type: string;
  history: History;
}

/** Every run of every workflow of this world's task queue. */
export async function historiesOf(world: World): Promise<RanWorkflow[]> {
  const ran: RanWorkflow[] = [];
  const query = `TaskQueue = '${world.config.temporal.taskQueue}'`;
  for await (const { workflowId, runId, type } of world.temporal.workflow.list({ query })) {
    const history = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    ran.push({ workflowId, runId, type, history });
  }
  return ran;
}

/**
 * Replays histories one after the other. In threads of their own: replaying in the test's own thread, as the SDK does unless
 * told (its type leaves `debugMode` out, its code does not), leaves a hook there that is called for each promise of every
 * later test in the process, and makes those many times slower.
 */
export function replaying(workflowBundle: WorkflowBundleOption, histories: ReplayHistoriesIterable) {
  const options = { workflowBundle, debugMode: false };
  return Worker.runReplayHistories(options, histories);
}

/** Replays histories against the workflows as they are now; throws for the first that takes another way. */
export async function replay(
  bundle: WorkflowBundleOption,
  ran: Omit<RanWorkflow, 'type' | 'runId'>[],
): Promise<number> {
  const histories = ran.map(({ workflowId, history }) => ({ workflowId, history }));
  let replayed = 0;
  for await (const result of replaying(bundle, histories)) {
    if (result.error) throw new Error(`${result.workflowId} does not replay`, { cause: result.error });
    replayed += 1;
  }
  return replayed;
}
