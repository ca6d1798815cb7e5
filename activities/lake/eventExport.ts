import { dropNeedlessRetractions } from '#db/lake/warehouseSweeps';
import type { Dependencies } from '../dependencies';
import { withHeartbeats } from '../heartbeats';
import { type ExportedPage, exportPage } from './exporter';
import { type Swept, sweepWarehouseFiles } from './sweep';

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
