import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { type ReplayHistoriesIterable, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { Config } from '#workers/config';

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

export interface RanWorkflow {
  workflowId: string;
  runId: string;
  type: string;
  history: History;
}

/** Every run of every workflow of this world's task queue. */
export async function historiesOf(world: { config: Config; temporal: Client }): Promise<RanWorkflow[]> {
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

type Replayed = Pick<RanWorkflow, 'workflowId' | 'history'>;

/** Writes a history that does not replay to where it outlives its server, as the UI and `temporal workflow show` do. */
function keep({ workflowId, history }: Replayed): string {
  const file = join(mkdtempSync(join(tmpdir(), 'everbox-history-')), `${workflowId.replaceAll(':', '_')}.json`);
  writeFileSync(file, historyToJSON(history));
  return file;
}

/** Replays histories against the workflows as they are now; throws for the first that takes another way. */
export async function replay(bundle: WorkflowBundleOption, ran: Replayed[]): Promise<number> {
  const histories = ran.map(({ workflowId, history }) => ({ workflowId, history }));
  let replayed = 0;
  for await (const result of replaying(bundle, histories)) {
    if (result.error) {
      const file = keep(histories[replayed] as Replayed);
      throw new Error(`${result.workflowId} does not replay; its history is ${file}`, { cause: result.error });
    }
    replayed += 1;
  }
  return replayed;
}
