import type { Database } from '#db/pool';
import { streamDeeds } from '#db/selection/deedStream';
import { readFinalTx } from '#db/selection/selectionInputs';
import { exportedUntil } from '#db/lake/warehouseExports';
import { customersNotToLearnFrom } from '#db/lake/warehouseSweeps';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { streamDeedsFromFiles } from '#lake/store/deeds';
import { localCopy } from '#lake/store/localCopy';
import type { WarehouseSettings } from '#lake/store/location';

/** Where training reads what customers did: the same deeds from either, as far as both hold them. */
export interface DeedSource {
  /** It holds all events of transactions before this one, and none after. */
  untilTx: string;
  stream(programId: string): AsyncGenerator<CustomerDeeds>;
}

/** Files of events to read instead of the events table; a bucket is copied to the cache first. */
export interface DeedFiles {
  warehouse: WarehouseSettings;
  cacheDirectory: string;
}

/** The source that is configured: the files, or without any the events table. */
export function openDeedSource(db: Database, files: DeedFiles | undefined): Promise<DeedSource> {
  return files ? deedsFromWarehouse(db, files.warehouse, files.cacheDirectory) : deedsFromPostgres(db);
}

/** The events table: up to now, and back as far as retention keeps it. */
export async function deedsFromPostgres(db: Database): Promise<DeedSource> {
  const untilTx = await readFinalTx(db);
  return { untilTx, stream: (programId) => streamDeeds(db, programId, untilTx) };
}

/**
 * The warehouse: up to the last export, back to the first, and no load on Postgres. What was deleted since that export is
 * in it still; nobody is in it who was erased or has turned learning off.
 */
export async function deedsFromWarehouse(
  db: Database,
  settings: WarehouseSettings,
  cacheDirectory: string,
): Promise<DeedSource> {
  const { batch: untilBatch, untilTx } = await exportedUntil(db);
  const directory = await localCopy(settings, cacheDirectory);
  const without = await customersNotToLearnFrom(db);
  return { untilTx, stream: (programId) => streamDeedsFromFiles(directory, { programId, untilBatch, without }) };
}
