import { Client } from '@temporalio/client';
import { createCommandPool, inTransaction } from '#db/pool';
import { ProgramFileError } from '#domain/program/parse';
import type { Program } from '#domain/program/types';
import { publishPrograms, readProgramFile } from '#workers/programs';
import { ensureSchedules } from '#workers/schedules';
import { requireDatabase } from '#dev/stack/databases';
import { connectTemporal } from '#dev/stack/prepare';
import { requireServers } from '../servers';

export interface Published {
  /** IDs of the files' programs, and of these the ones that were another before. */
  programs: string[];
  changed: string[];
  schedules: number;
}

/**
 * Makes the programs of the files the published ones, and their Schedules. Files, Postgres and Temporal are all checked
 * before anything is changed; it is safe to run again.
 * @throws ProgramFileError that lists every problem of every file; StartError without a Postgres or a Temporal
 */
export async function publish(files: string[]): Promise<Published> {
  const programs = readAll(files);
  const { databaseUrl, temporalAddress, namespace, taskQueue } = requireServers();
  await requireDatabase(databaseUrl);
  const connection = await connectTemporal(temporalAddress, namespace);
  const db = createCommandPool(databaseUrl);
  try {
    const changed = await inTransaction(db, (tx) => publishPrograms(tx, programs));
    const schedules = await ensureSchedules(new Client({ connection, namespace }), programs, taskQueue);
    return { programs: programs.map(({ id }) => id), changed, schedules };
  } finally {
    await db.end();
    await connection.close();
  }
}

function readAll(files: string[]): Program[] {
  const programs: Program[] = [];
  const problems: string[] = [];
  for (const file of files) {
    try {
      const program = readProgramFile(file);
      if (programs.some(({ id }) => id === program.id)) problems.push(`${file}: id: "${program.id}" is another file's`);
      programs.push(program);
    } catch (error) {
      if (!(error instanceof ProgramFileError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProgramFileError(problems);
  return programs;
}
