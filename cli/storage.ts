import { join } from 'node:path';
import { createCommandPool, type Database } from '#db/pool';
import { listPrograms } from '#db/catalog/programs';
import { listZones } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import type { Program } from '#domain/program/types';
import { CatalogFileError } from '#usecases/catalog/import/file/catalogFileError';
import { readEnvironment } from '#workers/config';
import { type KnownStack, readRunningStack } from '#dev/stack/runningStack';
import { launcherSettings } from '#dev/stack/settings';
import { StartError } from '#dev/stack/startError';

/** What a command that works on the rows themselves needs. */
export interface Storage {
  db: Database;
  /** Where the refused rows of an import called `name` go, unless told. */
  reportPath: (name: string) => string;
  /** The stack of this checkout, when that is where the rows are. */
  stack: KnownStack | null;
}

/** Works on the database that DATABASE_URL names, or else that of the stack of this checkout. @throws StartError */
export async function withStorage<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDirectory } = launcherSettings(readEnvironment());
  const stack = readRunningStack() ?? null;
  const url = databaseUrl ?? stack?.databaseUrl;
  if (url === undefined) {
    throw new StartError('No database: start Everbox first (npm start), or set DATABASE_URL.');
  }
  const db = createCommandPool(url);
  try {
    const reportPath = (name: string): string => join(dataDirectory, 'reports', `${name}-${fileStamp(new Date())}.csv`);
    return await work({ db, reportPath, stack: stack?.databaseUrl === url ? stack : null });
  } finally {
    await db.end();
  }
}

/** @throws CatalogFileError that names those that are published */
export const findProgram = async (db: Database, id: string): Promise<Program> =>
  published('program', await listPrograms(db), id);

/** @throws CatalogFileError that names those that are published */
export const findZone = async (db: Database, id: string): Promise<Zone> => published('zone', await listZones(db), id);

function published<T extends { id: string }>(noun: string, all: T[], id: string): T {
  const found = all.find((each) => each.id === id);
  if (found) return found;
  const known = all.map((each) => each.id).join(', ') || 'none';
  const how = noun === 'program' ? '; "everbox program publish" publishes a file' : '';
  throw new CatalogFileError(`there is no ${noun} ${id}; published ${noun}s: ${known}${how}`);
}

/** `20260131-094500-123`: sorts by time, and is a file name everywhere. */
function fileStamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:Z]/g, '').replace(/[T.]/g, '-');
}
