import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import type { EventRetentionResult } from './messages';

const { keepEventPartitions } = proxyActivities<Pick<Activities, 'keepEventPartitions'>>({
  startToCloseTimeout: '5m', // a partition is made or dropped in milliseconds; after a long pause there are hundreds
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/**
 * One run of the upkeep of events: partitions of the days to come are made, those past their retention dropped.
 *
 * Why it is safe to run again, or to reset: what is there and how old it is decides, never this history.
 */
export async function eventRetention(): Promise<EventRetentionResult> {
  return keepEventPartitions.executeWithOptions({ summary: 'days to come, days to drop' }, []);
}
