import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../db/pool';
import { countItems } from '../db/queries/catalog';
import { listPrograms } from '../db/queries/programs';
import type { Program } from '../domain/program/types';
import { importCatalog } from './catalog/importCatalog';
import { programsDirectory } from './programs';

/**
 * Gives every published program that has no items, and for which there is one, the sample catalog of its name. Answers
 * the number of items per program that it imported. Safe to run again: a program with items is left alone.
 */
export async function importSampleCatalogs(db: Database): Promise<Record<string, number>> {
  const imported: Record<string, number> = {};
  for (const program of await listPrograms(db)) {
    const path = join(programsDirectory(), 'samples', `${program.id}.csv`);
    if (existsSync(path) && (await countItems(db, program.id)) === 0) {
      imported[program.id] = await importSample(db, program, path);
    }
  }
  return imported;
}

async function importSample(db: Database, program: Program, path: string): Promise<number> {
  const directory = mkdtempSync(join(tmpdir(), 'everbox-sample-'));
  try {
    const reportPath = join(directory, 'refused.csv');
    const summary = await importCatalog(db, program, path, { reportPath, isSample: true });
    if (summary.refused > 0) {
      // The samples are ours: a row that is refused is a bug in them or in the mapping, never an operator's to mend.
      throw new Error(
        `the sample catalog of ${program.id} has refused rows: ${JSON.stringify(summary.refusedByReason)}`,
      );
    }
    return summary.imported;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
