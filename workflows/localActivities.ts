import {
  ActivityFailure,
  ApplicationFailure,
  type LocalActivityOptions,
  proxyActivities,
  proxyLocalActivities,
  sleep,
  TimeoutFailure,
} from '@temporalio/workflow';
import type { Activities } from '../activities';

type Name =
  | 'openCycle'
  | 'closeCycle'
  | 'reserveStock'
  | 'releaseStock'
  | 'projectShipment'
  | 'openDelivery'
  | 'meetDeadline'
  | 'lookAtDelivery'
  | 'askSurvey'
  | 'sweepErased';

/** The local activities of one execution: called as `local.closeCycle('summary for the UI', input)`. */
export type LocalActivities = {
  [N in Name]: (summary: string, ...args: Parameters<Activities[N]>) => ReturnType<Activities[N]>;
};

type RecordedName = 'projectSubscription' | 'projectShipment' | 'restoreCycle' | 'restoreShipment';

/**
 * Projections of what a handler decided, called as `recorded.projectShipment('summary', () => [input])`. The arguments are
 * asked for when its turn has come.
 */
export type RecordedActivities = {
  [N in RecordedName]: (summary: string, args: () => Parameters<Activities[N]>) => ReturnType<Activities[N]>;
};

/** One name at a time, the types of `LocalActivities` say what belongs together. */
type Proxy = { executeWithOptions(options: LocalActivityOptions, args: unknown[]): Promise<unknown> };

const local: Record<Name, Proxy> = proxyLocalActivities<Pick<Activities, Name>>({
  // One transaction of Postgres; longer means that it is down. All attempts together stay well below the 8 s after which a
  // workflow task would be kept alive by an empty one: see `inTurns`, 4. Later ones come by a durable timer.
  scheduleToCloseTimeout: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

const longestPauseMs = 10_000;

/** Until Postgres answers: a few attempts within the task, then a timer, and again. A failure that is for good is thrown. */
async function persist(name: Name, summary: string, args: unknown[]): Promise<unknown> {
  for (let pauseMs = 500; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await local[name].executeWithOptions({ summary }, args);
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
    await sleep(pauseMs, { summary: `${summary}, once Postgres answers` });
  }
}

/** Is this failure one of the moment: an outage, or a transaction that took too long? A replay is told of its cause alone. */
function mayPass(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return cause instanceof TimeoutFailure || (cause instanceof ApplicationFailure && !cause.nonRetryable);
}

const recorded: Record<RecordedName, Proxy> = proxyActivities<Pick<Activities, RecordedName>>({
  startToCloseTimeout: '5s', // the same transactions
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

/** What one execution asks of Postgres, and the time that goes with it. */
export interface Turns {
  /** For what a signal, a timer or the start decided: one history event each, within the workflow task. */
  local: LocalActivities;
  /** For what an update decided: runs only once the update is in the history. */
  recorded: RecordedActivities;
  /** When what is decided now was decided, wall ms: never less than before, and later in each later attempt of a task. */
  decidedAtMs: () => number;
}

/**
 * Short transactions of Postgres. They are retried until Postgres answers, since every one of them is safe to run again.
 * Decision 29 has the proof of what these invariants are for.
 *
 * 1. One at a time, local and recorded alike. Two local activities in flight end in the order of the clock when they run,
 *    and in the order of their start when they are replayed; what follows them would then come in another order than in the
 *    history (sdk-python pull request 1573 describes it). A handler's projection waits here for the main line's, and the
 *    other way round; nothing else in the workflow waits.
 * 2. A local activity that comes after a recorded one runs when the task that decided the latter is in the history. An
 *    update is not: a task that is lost may be evaluated again without it, or after another one. So whatever an update
 *    decides takes a recorded turn *before* anything that follows from it takes a local one.
 * 3. The caller takes in what its turn brought before the next turn begins.
 * 4. A local activity never outlasts its workflow task. Kept alive, that ends as an empty task, and another begins; a worker
 *    that takes over from a killed one evaluates both at once, with an update that came meanwhile, and each later replay one
 *    after the other: handler and main line would take their turns in another order, and the run would never go on.
 */
export function inTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  const take = <T>(work: () => Promise<unknown>): Promise<T> => {
    const turn = last.then(work);
    // A failure is its caller's to hear of; the next turn comes all the same, two ticks after the caller's.
    last = turn.catch(() => undefined).then(() => undefined);
    return turn as Promise<T>;
  };
  const time = taskTime();
  const localTurn =
    <N extends Name>(name: N) =>
    (summary: string, ...args: Parameters<Activities[N]>) =>
      take<never>(() => persist(name, summary, args).finally(time.moved)) as ReturnType<Activities[N]>;
  const recordedTurn =
    <N extends RecordedName>(name: N) =>
    (summary: string, args: () => Parameters<Activities[N]>) =>
      take<never>(() => recorded[name].executeWithOptions({ summary }, args())) as ReturnType<Activities[N]>;
  return {
    local: {
      openCycle: localTurn('openCycle'),
      closeCycle: localTurn('closeCycle'),
      reserveStock: localTurn('reserveStock'),
      releaseStock: localTurn('releaseStock'),
      projectShipment: localTurn('projectShipment'),
      openDelivery: localTurn('openDelivery'),
      meetDeadline: localTurn('meetDeadline'),
      lookAtDelivery: localTurn('lookAtDelivery'),
      askSurvey: localTurn('askSurvey'),
      sweepErased: localTurn('sweepErased'),
    },
    recorded: {
      projectSubscription: recordedTurn('projectSubscription'),
      projectShipment: recordedTurn('projectShipment'),
      restoreCycle: recordedTurn('restoreCycle'),
      restoreShipment: recordedTurn('restoreShipment'),
    },
    decidedAtMs: time.nowMs,
  };
}

/** For a workflow without updates. */
export const localActivities = (): LocalActivities => inTurns().local;

/**
 * The time at which workflow tasks start. A local activity moves the workflow's clock within its task, by as long as it ran;
 * a worker that was frozen past the end of its task would so decide later than the attempt that took its place.
 */
function taskTime() {
  let atMs = 0;
  let movedToMs: number | undefined;
  return {
    nowMs: (): number => {
      if (Date.now() !== movedToMs) atMs = Math.max(atMs, Date.now());
      return atMs;
    },
    moved: (): void => {
      movedToMs = Date.now();
    },
  };
}
