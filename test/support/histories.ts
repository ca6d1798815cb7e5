import type { Client } from '@temporalio/client';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
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

/** Replays histories against the workflows as they are now; throws for the first that takes another way. */
export async function replay(
  bundle: WorkflowBundleOption,
  ran: Omit<RanWorkflow, 'type' | 'runId'>[],
): Promise<number> {
  const histories = ran.map(({ workflowId, history }) => ({ workflowId, history }));
  let replayed = 0;
  for await (const result of Worker.runReplayHistories({ workflowBundle: bundle }, histories)) {
    if (result.error) throw new Error(`${result.workflowId} does not replay`, { cause: result.error });
    replayed += 1;
  }
  return replayed;
}
