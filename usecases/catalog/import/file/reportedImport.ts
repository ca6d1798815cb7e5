import { resolve } from 'node:path';
import { type Database, inTransaction, type Queryable } from '#db/pool';
import { allowLongStatements } from '#db/catalog/catalog';
import { CatalogFileError } from './catalogFileError';
import { RefusalReport } from './refusalReport';

/** What every import of a file tells. */
export interface FileSummary {
  file: string;
  /** Rows of the file without its header: imported + updated + unchanged + refused. */
  rows: number;
  imported: number;
  updated: number;
  unchanged: number;
  refused: number;
  /** Number of refused rows by column and reason, most first. */
  refusedByReason: Record<string, number>;
  /** Path of the report; null when no row was refused. */
  report: string | null;
}

/**
 * Imports the file at `path` in one transaction: all good rows, and the others into a report that appears when it is
 * done; or, when `work` throws, nothing.
 */
export async function reportedImport<Summary extends FileSummary>(
  db: Database,
  path: string,
  reportPath: string,
  work: (tx: Queryable, report: RefusalReport) => Promise<Summary>,
): Promise<Summary> {
  if (resolve(reportPath) === resolve(path)) {
    throw new CatalogFileError(`${path}: the report would overwrite the file that is imported`);
  }
  const report = await RefusalReport.open(reportPath);
  try {
    const summary = await inTransaction(db, async (tx) => {
      await allowLongStatements(tx);
      return work(tx, report);
    });
    if (summary.refused === 0) {
      await report.discard();
      return summary;
    }
    await report.publish();
    return { ...summary, report: reportPath };
  } catch (error) {
    await report.discard();
    throw error;
  }
}
