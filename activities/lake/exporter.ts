import {
  finishBatch,
  hoursLeft,
  openBatch,
  recordPart,
  streamHour,
  type WarehouseBatch,
} from '#db/lake/warehouseExports';
import type { Database } from '#db/pool';
import { asWarehouseWriter, type WarehouseSession } from '#db/lake/writerLock';
import { partKey } from '#domain/lake/layout';
import type { Warehouse } from '#lake/store/warehouse';

export interface Exporter {
  db: Database;
  warehouse: Warehouse;
}

export interface ExportedPage {
  files: number;
  events: number;
  /** False when there is more that can be exported now. */
  isDone: boolean;
}

/** Files of one page: an hour of events that came in time is one or two; a first export has one for each hour it finds. */
const pageFiles = 100;

/**
 * Exports what is final now, or finishes what an earlier run left.
 *
 * Why it is safe to run again, at any point: a batch is recorded before its first file, and its set of events never
 * grows. Each file's name stands for (batch, hour), so a file whose record is missing is written over with the same. An
 * event is in exactly one batch (its transaction) and one hour, so it is in exactly one file.
 */
export function exportPage({ db, warehouse }: Exporter, maxFiles = pageFiles): Promise<ExportedPage> {
  return asWarehouseWriter(db, async (session) => {
    const batch = await openBatch(session.connection);
    if (!batch) return { files: 0, events: 0, isDone: true };
    await warehouse.clearScratch();
    // One more than is written now tells whether there is another page.
    const hours = await hoursLeft(session.connection, batch, maxFiles + 1);
    let events = 0;
    for (const hourMs of hours.slice(0, maxFiles)) events += await exportHour(warehouse, session, batch, hourMs);
    const files = Math.min(hours.length, maxFiles);
    if (hours.length > maxFiles) return { files, events, isDone: false };
    await finishBatch(session.connection, batch);
    return { files, events, isDone: !batch.isLeftOver };
  });
}

async function exportHour(
  warehouse: Warehouse,
  { connection, isHeld }: WarehouseSession,
  batch: WarehouseBatch,
  hourMs: number,
): Promise<number> {
  const key = partKey(hourMs, batch.number);
  const part = await warehouse.write(key, streamHour(connection, batch, hourMs), isHeld);
  await recordPart(connection, { batch: batch.number, hourMs, key, ...part });
  return part.rows;
}
