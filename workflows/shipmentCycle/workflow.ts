import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import type { ShipmentCycleInput, ShipmentCycleResult } from './messages';

const { openDueSubscriptions } = proxyActivities<Pick<Activities, 'openDueSubscriptions'>>({
  startToCloseTimeout: '10m', // a page of 200 at one signal a second, three times over
  heartbeatTimeout: '30s', // it reports after each batch: a dead worker is noticed within one
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** Pages in one run: a history of some 600 events, far below the server's warning at 10,240. */
const pagesPerRun = 100;

/**
 * One run of one cohort: asks every due subscription to open its cycle, page by page.
 *
 * Why it is safe to run again: a subscription ignores a request for a cycle that it has opened, and one that missed
 * its request is still due at the next run.
 */
export async function shipmentCycle(input: ShipmentCycleInput): Promise<ShipmentCycleResult> {
  let { after, opened } = input;
  for (let page = 0; page < pagesPerRun; page++) {
    const done = await openDueSubscriptions.executeWithOptions({ summary: `page after ${opened} opened` }, [
      { ...input, after },
    ]);
    opened += done.opened;
    after = done.next;
    if (!after) return { opened };
  }
  return continueAsNew<typeof shipmentCycle>({ ...input, after, opened });
}
