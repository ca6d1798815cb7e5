import type { ActivateInput, WorkflowInterceptors } from '@temporalio/workflow';

/**
 * A query that waited for a worker brings the history with all that came while it waited. The SDK hands that to the workflow
 * before it asks, though no workflow task has it yet: at the time of the task before, and without what will come with it. What
 * the workflow decides then is recorded with the next task, and a replay, which sees the task as a whole, decides otherwise.
 * So such a query fails, which drops the run from the worker's cache, and with it what was decided ahead of the task.
 *
 * Decision 35 tells of it. Nothing here changes what a workflow decides, so it needs no `patched()`.
 */
export const interceptors = (): WorkflowInterceptors => {
  const task = { startedAt: '', historyLength: 0, isAhead: false };
  return {
    internals: [
      {
        activate(input, next) {
          if (isQuery(input)) {
            if (task.isAhead && isAlone(input)) throw new Error(askAgain);
          } else {
            Object.assign(task, taskAfter(task, input));
          }
          next(input);
        },
      },
    ],
  };
};

const askAgain =
  'The query came ahead of the workflow task that has the last events: ask again. (Of a workflow that was terminated there is none.)';

interface Task {
  /** The workflow's time, which is when its task was started. */
  startedAt: string;
  historyLength: number;
  /** Whether it was shown events that are in no task yet. A clock that was set back looks the same, and costs one query. */
  isAhead: boolean;
}

/** More history at the same time is no task's; a replay has tasks only. */
function taskAfter(before: Task, { activation }: ActivateInput): Task {
  const { timestamp, isReplaying } = activation;
  const startedAt = `${String(timestamp?.seconds)}.${String(timestamp?.nanos)}`;
  const historyLength = activation.historyLength ?? 0;
  if (startedAt !== before.startedAt) return { startedAt, historyLength, isAhead: false };
  const grew = historyLength > before.historyLength;
  return { startedAt, historyLength, isAhead: before.isAhead || (grew && isReplaying !== true) };
}

const isQuery = ({ activation }: ActivateInput): boolean => activation.jobs?.some((job) => job.queryWorkflow) ?? false;

/** A query that comes with no workflow task: the SDK gives it this ID. One that comes with a task sees what the task sees. */
const isAlone = ({ activation }: ActivateInput): boolean =>
  activation.jobs?.some((job) => job.queryWorkflow?.queryId === 'legacy_query') ?? false;
