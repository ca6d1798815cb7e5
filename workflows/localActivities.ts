import { proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities';

/**
 * Short transactions of Postgres, without a task queue's round trip: one history event each. They are retried until
 * Postgres answers, since every one of them is safe to run again.
 */
export const local = proxyLocalActivities<
  Pick<
    Activities,
    'openCycle' | 'closeCycle' | 'projectSubscription' | 'reserveStock' | 'releaseStock' | 'projectShipment'
  >
>({
  startToCloseTimeout: '5s', // one transaction of Postgres; longer means that it is down, and the retry should show it
  // Retried inside the workflow task only as long as the task can be kept alive cheaply; later by a durable timer.
  localRetryThreshold: '5s',
  retry: { initialInterval: '200ms', maximumInterval: '10s' },
});
