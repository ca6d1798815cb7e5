import type { Client } from '@temporalio/client';
import type { Queryable } from '#db/pool';
import { apartOf, readStorage, whyApart } from '#db/recovery/storageIdentity';
import { unavailable } from './problems';

/** How long an answer about another process is believed, ms: a burst of requests asks once. */
const believedMs = 1_000;
/** Pollers ask again at least once a minute; one that was not heard of for longer has gone. */
const pollerGoneMs = 70_000;
const checkDeadlineMs = 2_000;
type TaskQueueType = NonNullable<Parameters<Client['workflowService']['describeTaskQueue']>[0]['taskQueueType']>;
/** `TASK_QUEUE_TYPE_WORKFLOW` of Temporal's API. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that we do not depend on
const workflowTaskQueue = 1 as TaskQueueType;

/** Asks `check` one at a time, and at most once in `believedMs`; failures are believed as long. */
export function believed<T>(check: () => Promise<T>): () => Promise<T> {
  let last: { answer: Promise<T>; settledAtMs: number | undefined } | undefined;
  return () => {
    const isOld = last?.settledAtMs !== undefined && Date.now() - last.settledAtMs >= believedMs;
    if (!last || isOld) {
      const asked = { answer: check(), settledAtMs: undefined as number | undefined };
      const settled = (): void => {
        asked.settledAtMs = Date.now();
      };
      asked.answer.then(settled, settled);
      last = asked;
    }
    return last.answer;
  };
}

/** Gives up waiting after `checkDeadlineMs`: gRPC's own deadline does not count while it connects. */
async function inTime<T>(what: string, asked: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(unavailable(`${what} does not answer`)), checkDeadlineMs);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

const askTemporal = <T>(temporal: Client, ask: () => Promise<T>): Promise<T> =>
  inTime('the workflow service', temporal.withDeadline(Date.now() + checkDeadlineMs, ask));

/** Refuses a write at once while no worker could decide it, instead of letting the customer wait for a time-out. */
export function workerCheck(temporal: Client, taskQueue: string): () => Promise<void> {
  const hasPoller = believed(() => askTemporal(temporal, () => polled(temporal, taskQueue)));
  return async () => {
    if (!(await hasPoller())) throw unavailable('no worker is up');
  };
}

async function polled({ workflowService, options }: Client, taskQueue: string): Promise<boolean> {
  const { pollers } = await workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: workflowTaskQueue,
  });
  // Against this machine's clock: a skew of seconds does not matter beside more than a minute.
  const oldestMs = Date.now() - pollerGoneMs;
  return pollers.some(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000 >= oldestMs);
}

export interface Readiness {
  postgres: 'up' | 'down';
  temporal: 'up' | 'down';
  /** Why what the two hold does not belong together; null: it does, or nobody can tell. */
  apart: string | null;
}

/** Whether the stores that every request needs answer now, and are the ones that were written together. Never throws. */
export function readinessCheck(db: Queryable, temporal: Client): () => Promise<Readiness> {
  return believed(async () => {
    const [postgres, service] = await Promise.allSettled([
      inTime('the database', readStorage(db)),
      askTemporal(temporal, () => namespaceIdOf(temporal)),
    ]);
    const bothUp = postgres.status === 'fulfilled' && service.status === 'fulfilled';
    const apart = bothUp ? whyApart(apartOf(postgres.value, service.value)) : null;
    return { postgres: upOr(postgres), temporal: upOr(service), apart };
  });
}

/** The ID of the client's namespace: one that was made anew has another. */
export async function namespaceIdOf({ workflowService, options }: Client): Promise<string> {
  const { namespaceInfo } = await workflowService.describeNamespace({ namespace: options.namespace });
  return namespaceInfo?.id ?? '';
}

const upOr = ({ status }: PromiseSettledResult<unknown>): 'up' | 'down' => (status === 'fulfilled' ? 'up' : 'down');
