import type { Database } from '#db/pool';
import { lockProgramCatalog } from '#db/catalog/catalog';
import { listPrograms } from '#db/catalog/programs';
import type { Zone } from '#domain/zone/types';
import { reportedImport } from '../catalog/import/file/reportedImport';
import { CountsImport, type CountsSummary } from './countsImport';

export type { CountsSummary } from './countsImport';

/**
 * Brings a CSV file of what a zone's stations counted on their shelves into their stock, in one transaction: all good
 * rows or, when the file as a whole is wrong, nothing (a CatalogFileError).
 *
 * Why it is safe to run again: a count that the last file said already changes nothing.
 */
export async function importCounts(
  db: Database,
  zone: Zone,
  path: string,
  { reportPath, programId }: { reportPath: string; programId: string | null },
): Promise<CountsSummary> {
  const programs = new Set((await listPrograms(db)).map(({ id }) => id));
  const known = { stations: new Set(zone.stations.map(({ id }) => id)), programs, programId };
  return reportedImport(db, path, reportPath, async (tx, report) => {
    // One import after the other, and none beside a catalog's: rows of stock are not locked in one order by all.
    for (const id of [...programs].toSorted()) await lockProgramCatalog(tx, id);
    return new CountsImport(tx, known, report).run(zone.id, path);
  });
}
