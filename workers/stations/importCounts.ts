import { resolve } from 'node:path';
import { type Database, inTransaction } from '../../db/pool';
import { allowLongStatements, lockProgramCatalog } from '../../db/queries/catalog';
import { listPrograms } from '../../db/queries/programs';
import type { Zone } from '../../domain/geography/types';
import { CatalogFileError } from '../catalog/catalogFileError';
import { RefusalReport } from '../catalog/refusalReport';
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
  options: { reportPath: string; programId: string | null },
): Promise<CountsSummary> {
  if (resolve(options.reportPath) === resolve(path)) {
    throw new CatalogFileError(`${path}: the report would overwrite the file that is imported`);
  }
  const programs = new Set((await listPrograms(db)).map(({ id }) => id));
  const known = { stations: new Set(zone.stations.map(({ id }) => id)), programs, programId: options.programId };
  const report = await RefusalReport.open(options.reportPath);
  try {
    const summary = await inTransaction(db, async (tx) => {
      await allowLongStatements(tx);
      // One import after the other, and none beside a catalog's: rows of stock are not locked in one order by all.
      for (const id of [...programs].toSorted()) await lockProgramCatalog(tx, id);
      return new CountsImport(tx, known, report).run(zone.id, path);
    });
    if (summary.refused === 0) {
      await report.discard();
      return summary;
    }
    await report.publish();
    return { ...summary, report: options.reportPath };
  } catch (error) {
    await report.discard();
    throw error;
  }
}
