import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import type { ModelRefreshInput, ModelRefreshResult } from './messages';

const { trainModel } = proxyActivities<Pick<Activities, 'trainModel'>>({
  startToCloseTimeout: '2h', // ten million events are read and trained on in minutes; a disk that crawls still gets there
  heartbeatTimeout: '1m', // the worker beats every 5 s: this many missed mean that it is gone
  retry: { initialInterval: '10s', maximumInterval: '5m', maximumAttempts: 5 }, // then the next firing tries anew
});

const { precomputeRankings } = proxyActivities<Pick<Activities, 'precomputeRankings'>>({
  startToCloseTimeout: '12h', // a million customers at a hundred a second, four times over
  heartbeatTimeout: '1m', // it beats after each page, which the cap makes a second long
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

const { settleModel, finishRefresh } = proxyActivities<Pick<Activities, 'settleModel' | 'finishRefresh'>>({
  startToCloseTimeout: '30s', // one transaction each
  retry: { initialInterval: '1s', maximumInterval: '1m' },
});

/**
 * One refresh of a program's selection model: trains a candidate, puts it in charge if it is no worse than the one that is,
 * and works out every active customer's ranking ahead, with whichever is in charge then.
 *
 * The workflow's ID is the key of what it does: retried or reset, it stores one candidate and publishes once.
 */
export async function modelRefresh({ programId }: ModelRefreshInput): Promise<ModelRefreshResult> {
  const request = { programId, refreshId: workflowInfo().workflowId };
  const trained = await trainModel.executeWithOptions({ summary: `train ${programId}` }, [request]);
  const settled = await settleModel.executeWithOptions({ summary: 'publish if no worse' }, [request, trained]);
  // Also when nothing was published: rankings of the model in charge are stale where customers acted since.
  const ranked = await precomputeRankings.executeWithOptions({ summary: 'rankings of active customers' }, [
    { programId },
  ]);
  await finishRefresh.executeWithOptions({ summary: 'record, and prune old models' }, [request, ranked]);
  return { ...settled, ranked };
}
