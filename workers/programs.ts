import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Queryable } from '../db/pool';
import { plansInUse, publishProgram } from '../db/queries/programs';
import { parseProgram, ProgramFileError } from '../domain/program/parse';
import type { Program } from '../domain/program/types';
import { repositoryRoot } from './paths';

/** The directory of the programs' files. */
export function programsDirectory(): string {
  return join(repositoryRoot(), 'programs');
}

/** Paths of all programs' files of a directory, by name. */
export function programFiles(directory = programsDirectory()): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(directory, name));
}

/** Reads and checks every program of a directory, by name. Throws a ProgramFileError that lists what is wrong in all of them. */
export function loadPrograms(directory = programsDirectory()): Program[] {
  const programs: Program[] = [];
  const problems: string[] = [];
  for (const path of programFiles(directory)) {
    try {
      programs.push(readProgramFile(path));
    } catch (error) {
      if (!(error instanceof ProgramFileError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ProgramFileError(problems);
  return programs;
}

/** Reads and checks one program's file. Throws a ProgramFileError, also when it cannot be read. */
export function readProgramFile(path: string): Program {
  const file = relative(process.cwd(), path) || path;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ProgramFileError([`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`]);
  }
  return parseProgram(text, file);
}

/**
 * Makes the given programs (by default those of `programs/`) the published ones; answers the IDs that changed. Throws a
 * ProgramFileError, and publishes none, when one of them lacks a plan that customers are on.
 */
export async function publishPrograms(db: Queryable, programs: Program[] = loadPrograms()): Promise<string[]> {
  const problems: string[] = [];
  for (const { id, plans } of programs) {
    const missing = await plansInUse(
      db,
      id,
      plans.map((plan) => plan.id),
    );
    problems.push(...missing.map((plan) => `${id}.yaml: plans: "${plan}" has subscriptions, so it must stay`));
  }
  if (problems.length > 0) throw new ProgramFileError(problems);

  const changed: string[] = [];
  for (const program of programs) if (await publishProgram(db, program)) changed.push(program.id);
  return changed;
}
