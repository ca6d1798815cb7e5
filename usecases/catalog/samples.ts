import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#db/pool';
import { countItems } from '#db/catalog/catalog';
import { listPrograms } from '#db/catalog/programs';
import { stockSamples } from '#db/catalog/stationStock';
import { listZones } from '#db/deliveries/zones';
import type { Program } from '#domain/program/types';
import { importCatalog } from './import/importCatalog';

/**
 * Gives every published program that has no items, and for which there is one in `directory`, the sample catalog of its name. Answers
 * the number of items per program that it imported. Safe to run again: a program with items is left alone.
 */
export async function importSampleCatalogs(db: Database, directory: string): Promise<Record<string, number>> {
  const imported: Record<string, number> = {};
  for (const program of await listPrograms(db)) {
    const path = join(directory, `${program.id}.csv`);
    if (existsSync(path) && (await countItems(db, program.id)) === 0) {
      imported[program.id] = await importSample(db, program, path);
    }
  }
  return imported;
}

/** Units of each sample item that a station begins with: a shelf's worth, which a busy day of a demo does not empty. */
const unitsPerStation = 25;

/**
 * Gives every station of a zone units of the sample items of every program in the zone's currency, where it has nothing
 * of the program yet. Answers the number of items per station that it stocked. Safe to run again: what was sold since
 * stays sold. Run it after `importSampleCatalogs`.
 */
export async function stockSampleStations(db: Database): Promise<Record<string, number>> {
  const stocked: Record<string, number> = {};
  const programs = await listPrograms(db);
  for (const { currency, stations } of await listZones(db)) {
    for (const program of programs.filter((each) => each.currency === currency)) {
      for (const { id } of stations) {
        const items = await stockSamples(db, id, program.id, unitsPerStation);
        if (items > 0) stocked[id] = (stocked[id] ?? 0) + items;
      }
    }
  }
  return stocked;
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
