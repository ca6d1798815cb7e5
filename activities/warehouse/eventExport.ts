import { Context } from '@temporalio/activity';
import { dropNeedlessRetractions } from '../../db/queries/warehouseSweeps';
import type { Dependencies } from '../dependencies';
import { type ExportedPage, exportPage } from './exporter';
import { type Swept, sweepWarehouseFiles } from './sweep';

/** Well within the workflow's heartbeat time-out; one file may take minutes. */
const heartbeatEveryMs = 5_000;

/** One page of the export; see `exportPage` for why it is safe to run again. Without a warehouse there is nothing to do. */
export async function exportEvents({ db, warehouse }: Dependencies): Promise<ExportedPage> {
  if (!warehouse) return { files: 0, events: 0, isDone: true };
  return withHeartbeats(() => exportPage({ db, warehouse }));
}

/** Clears the files of what is gone; see `sweepWarehouseFiles` for why it is safe to run again. */
export async function sweepWarehouse({ db, warehouse }: Dependencies): Promise<Swept> {
  if (warehouse) return withHeartbeats(() => sweepWarehouseFiles({ db, warehouse }));
  await dropNeedlessRetractions(db);
  return { customers: 0, retractions: 0, rewrittenFiles: 0 };
}

async function withHeartbeats<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), heartbeatEveryMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
