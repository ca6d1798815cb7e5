import { type LocalActivityOptions, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

type Name =
  | 'openCycle'
  | 'closeCycle'
  | 'projectSubscription'
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

/** One name at a time, the types of `LocalActivities` say what belongs together. */
type Proxies = Record<Name, { executeWithOptions(options: LocalActivityOptions, args: unknown[]): Promise<unknown> }>;

const proxies: Proxies = proxyLocalActivities<Pick<Activities, Name>>({
  startToCloseTimeout: '5s', // one transaction of Postgres; longer means that it is down, and the retry should show it
  // Retried inside the workflow task only as long as the task can be kept alive cheaply; later by a durable timer.
  localRetryThreshold: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

/**
 * Short transactions of Postgres, without a task queue's round trip: one history event each. They are retried until
 * Postgres answers, since every one of them is safe to run again.
 *
 * Invariant: one at a time. Two local activities in flight end in the order of the clock when they run, and in the
 * order of their start when they are replayed; what follows them would then come in another order than in the history
 * (sdk-python pull request 1573 describes it). A handler's projection waits here for the main line's, and the other
 * way round; nothing else in the workflow waits.
 */
export function localActivities(): LocalActivities {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn =
    <N extends Name>(name: N) =>
    (summary: string, ...args: Parameters<Activities[N]>): ReturnType<Activities[N]> => {
      const turn = last.then(() => proxies[name].executeWithOptions({ summary }, args));
      last = turn.catch(() => undefined); // its caller hears of it; the next one's turn comes all the same
      return turn as ReturnType<Activities[N]>;
    };
  return {
    openCycle: inTurn('openCycle'),
    closeCycle: inTurn('closeCycle'),
    projectSubscription: inTurn('projectSubscription'),
    reserveStock: inTurn('reserveStock'),
    releaseStock: inTurn('releaseStock'),
    projectShipment: inTurn('projectShipment'),
    openDelivery: inTurn('openDelivery'),
    meetDeadline: inTurn('meetDeadline'),
    lookAtDelivery: inTurn('lookAtDelivery'),
    askSurvey: inTurn('askSurvey'),
    sweepErased: inTurn('sweepErased'),
  };
}
