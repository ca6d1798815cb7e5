import type { Database } from '#db/pool';
import { createStaging, lockProgramCatalog } from '#db/catalog/catalog';
import type { Program } from '#domain/program/types';
import { CatalogFileError } from './file/catalogFileError';
import { CatalogImport, type ImportSummary } from './catalogImport';
import { reportedImport } from './file/reportedImport';

export type { ImportSummary } from './catalogImport';

export interface ImportOptions {
  /** Where the refused rows go. */
  reportPath: string;
  /** Items are Everbox's own samples, which make way for a merchant's. */
  isSample?: boolean;
}

/**
 * Brings a merchant's CSV file into a program's catalog, as the program maps it, in one transaction: all good rows or,
 * when the file as a whole is wrong, nothing (a CatalogFileError).
 *
 * Why it is safe to run again: rows are compared with what is stored, an equal row changes nothing, and stock is set
 * only where the file says something else than the import before it did.
 */
export function importCatalog(
  db: Database,
  program: Program,
  path: string,
  { reportPath, isSample = false }: ImportOptions,
): Promise<ImportSummary> {
  return reportedImport(db, path, reportPath, async (tx, report) => {
    if (!(await lockProgramCatalog(tx, program.id))) {
      throw new CatalogFileError(`program ${program.id} is not published; start Everbox once, so that it is`);
    }
    await createStaging(tx, isSample);
    return new CatalogImport(tx, program, path, report).run();
  });
}
