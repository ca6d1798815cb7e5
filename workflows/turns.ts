import { proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/common';
import type { Activities } from '#activities/index';

type Name =
  | 'openCycle'
  | 'closeCycle'
  | 'projectSubscription'
  | 'restoreCycle'
  | 'reserveStock'
  | 'releaseStock'
  | 'projectShipment'
  | 'restoreShipment'
  | 'openDelivery'
  | 'meetDeadline'
  | 'lookAtDelivery'
  | 'askSurvey'
  | 'sweepErased';

/**
 * What one execution asks of Postgres, called as `turns.closeCycle('summary for the UI', () => [input])`. The arguments are
 * asked for when its turn has come.
 */
export type Turns = {
  [N in Name]: (summary: string, args: () => Parameters<Activities[N]>) => ReturnType<Activities[N]>;
};

/** One name at a time, the types of `Turns` say what belongs together. */
type Proxy = { executeWithOptions(options: ActivityOptions, args: unknown[]): Promise<unknown> };

const postgres: Record<Name, Proxy> = proxyActivities<Pick<Activities, Name>>({
  startToCloseTimeout: '5s', // one transaction of Postgres; longer means that it is down
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});

/**
 * Short transactions of Postgres. They are retried until Postgres answers, since every one of them is safe to run again.
 *
 * They take turns, so that the read model is written in the order in which things were decided: a handler's projection waits
 * here for the main line's, and the other way round; nothing else in the workflow waits. The caller takes in what its turn
 * brought before the next turn begins.
 *
 * They are regular activities, each in the history before it runs. Decision 35 says why none of them is a local one.
 */
export function inTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  const turn =
    <N extends Name>(name: N) =>
    (summary: string, args: () => Parameters<Activities[N]>) => {
      const mine = last.then(() => postgres[name].executeWithOptions({ summary }, args()));
      // A failure is its caller's to hear of; the next turn comes all the same, two ticks after the caller's.
      last = mine.catch(() => undefined).then(() => undefined);
      return mine as ReturnType<Activities[N]>;
    };
  return {
    openCycle: turn('openCycle'),
    closeCycle: turn('closeCycle'),
    projectSubscription: turn('projectSubscription'),
    restoreCycle: turn('restoreCycle'),
    reserveStock: turn('reserveStock'),
    releaseStock: turn('releaseStock'),
    projectShipment: turn('projectShipment'),
    restoreShipment: turn('restoreShipment'),
    openDelivery: turn('openDelivery'),
    meetDeadline: turn('meetDeadline'),
    lookAtDelivery: turn('lookAtDelivery'),
    askSurvey: turn('askSurvey'),
    sweepErased: turn('sweepErased'),
  };
}
