import { continueAsNew, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '#activities/index';
import type { EventExportInput, EventExportResult } from './messages';

const { exportEvents, sweepWarehouse } = proxyActivities<Pick<Activities, 'exportEvents' | 'sweepWarehouse'>>({
  startToCloseTimeout: '6h', // a first export, or an erasure from years of files; a dead worker shows by its heartbeat
  heartbeatTimeout: '20s', // four heartbeats
  retry: { initialInterval: '1s', maximumInterval: '1m' }, // a store that is down is asked until it is back
});

/** Pages in one run: a history of some 600 events, far below the server's warning at 10,240. */
const pagesPerRun = 100;

/**
 * Exports the events that are final now to the warehouse, page by page, and then takes out what was
 * erased or deleted since.
 *
 * Why it is safe to run again, or to reset: what is exported is decided by the ledger in Postgres, never by this history.
 */
export async function eventExport(before: EventExportInput): Promise<EventExportResult> {
  let { files, events } = before ?? { files: 0, events: 0 };
  let isDone = false;
  for (let page = 0; page < pagesPerRun && !isDone; page++) {
    const exported = await exportEvents.executeWithOptions({ summary: `page after ${files} files` }, []);
    files += exported.files;
    events += exported.events;
    isDone = exported.isDone;
  }
  if (!isDone) return continueAsNew<typeof eventExport>({ files, events });
  const swept = await sweepWarehouse.executeWithOptions({ summary: 'what is gone' }, []);
  const { customers: erasedCustomers, retractions: retractedEvents, rewrittenFiles } = swept;
  return { files, events, erasedCustomers, retractedEvents, rewrittenFiles };
}
