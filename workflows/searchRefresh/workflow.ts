import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import type { SearchRefreshInput, SearchRefreshResult } from './messages';

const { precomputeSearches } = proxyActivities<Pick<Activities, 'precomputeSearches'>>({
  startToCloseTimeout: '12h', // a million customers at a hundred a second, four times over
  heartbeatTimeout: '2m', // it beats after each page, which the cap makes a second long; a large index takes some before that
  retry: { initialInterval: '1s', maximumInterval: '1m', maximumAttempts: 5 }, // then the next firing tries anew
});

/**
 * One refresh of what search answers ahead: frequent queries, and the home page of each active customer.
 *
 * Why it is safe to run again, or to reset: what is stored says what it was made from, and counts only while that stays.
 */
export async function searchRefresh(input: SearchRefreshInput): Promise<SearchRefreshResult> {
  return precomputeSearches.executeWithOptions({ summary: `searches of ${input.programId}` }, [input]);
}
