import { type ChildProcess, fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import type { TrainingOutcome, TrainingRequest, TrainModel } from '#activities/model/training';
import type { DeedFiles } from '#activities/lake/deedSource';
import type { Config } from './config';
import { repositoryRoot } from './paths';

export interface TrainerRequest extends TrainingRequest {
  databaseUrl: string;
  /** Read these instead of the events table. */
  files: DeedFiles | undefined;
}

/** What a trainer tells its worker. */
export type TrainerMessage =
  | { kind: 'progress'; customers: number }
  | { kind: 'trained'; outcome: TrainingOutcome }
  | { kind: 'failed'; message: string };

/** Bounds the trainer's heap, whatever a catalog or a history may hold: it ends alone, and the worker goes on. */
const heapMb = 1_536;

/**
 * Trains in a process of its own. Training computes for seconds or minutes without a pause: in the worker, workflow tasks
 * and heartbeats would wait for it, and run into their time-outs. It has the lowest priority, its own bound of memory, and
 * ends with the worker, since its channel closes then.
 */
export function trainInChild({ databaseUrl }: Pick<Config, 'databaseUrl'>, files?: DeedFiles): TrainModel {
  return async (_db, request, report, signal) => {
    const child = fork(join(repositoryRoot(), 'dist', 'workers', 'processes', 'trainer.js'), [], {
      execArgv: [`--max-old-space-size=${heapMb}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    lowerPriority(child);
    const abort = (): void => void child.kill('SIGKILL'); // nothing is half done: the candidate is one insert at its end
    signal.addEventListener('abort', abort, { once: true });
    try {
      child.send({ ...request, databaseUrl, files } satisfies TrainerRequest);
      return await outcomeOf(child, report);
    } finally {
      signal.removeEventListener('abort', abort);
      abort();
    }
  };
}

function outcomeOf(child: ChildProcess, report: (customers: number) => void): Promise<TrainingOutcome> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: TrainerMessage) => {
      if (message.kind === 'progress') report(message.customers);
      else if (message.kind === 'trained') resolve(message.outcome);
      else reject(new Error(`training failed: ${message.message}`));
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the trainer ended before it was done: ${code ?? signal}`)));
  });
}

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, which its exit tells; or the system does not allow it, and training is only less polite.
  }
}

/** What training reads instead of the events table, if it is told to. */
export function deedFilesOf({ learningSource, warehouse }: Config, cacheDirectory: string): DeedFiles | undefined {
  return learningSource === 'warehouse' && warehouse ? { warehouse, cacheDirectory } : undefined;
}
