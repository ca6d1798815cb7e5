import { join } from 'node:path';
import { createPool, type Database } from '../db/pool';
import { listPrograms } from '../db/queries/programs';
import type { Program } from '../domain/program/types';
import { CatalogFileError } from '../workers/catalog/catalogFileError';
import { readEnvironment } from '../workers/config';
import { type KnownStack, readRunningStack } from '../workers/stack/runningStack';
import { launcherSettings } from '../workers/stack/settings';

/** What a command that works on the rows themselves needs. */
export interface Storage {
  db: Database;
  /** Where the refused rows of an import called `name` go, unless told. */
  reportPath: (name: string) => string;
  /** The stack of this checkout, when that is where the rows are. */
  stack: KnownStack | null;
}

/** Works on the database that DATABASE_URL names, or else that of the stack of this checkout. */
export async function withStorage<T>(work: (storage: Storage) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDirectory } = launcherSettings(readEnvironment());
  const stack = readRunningStack() ?? null;
  const url = databaseUrl ?? stack?.databaseUrl;
  if (url === undefined) {
    throw new CatalogFileError('no database: start Everbox first (npm start), or set DATABASE_URL');
  }
  const db = createPool(url, 2);
  try {
    const reportPath = (name: string): string => join(dataDirectory, 'reports', `${name}-${fileStamp(new Date())}.csv`);
    return await work({ db, reportPath, stack: stack?.databaseUrl === url ? stack : null });
  } finally {
    await db.end();
  }
}

/** @throws CatalogFileError that names those that are published */
export async function findProgram(db: Database, id: string): Promise<Program> {
  const programs = await listPrograms(db);
  const found = programs.find((program) => program.id === id);
  if (found) return found;
  const known = programs.map((program) => program.id).join(', ') || 'none';
  throw new CatalogFileError(`there is no program ${id}; published programs: ${known}`);
}

/** `20260131-094500-123`: sorts by time, and is a file name everywhere. */
function fileStamp(now: Date): string {
  return now.toISOString().replaceAll(/[-:Z]/g, '').replace(/[T.]/g, '-');
}
