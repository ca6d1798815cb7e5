import { join } from 'node:path';
import type { Queryable } from '#db/pool';
import { plansInUse, publishProgram } from '#db/catalog/programs';
import { parseProgram, ProgramFileError } from '#domain/program/parse';
import type { Program } from '#domain/program/types';
import { type ConfigKind, readConfigDirectory, readConfigFile, yamlFiles } from './configFiles';
import { repositoryRoot } from './paths';

const programKind: ConfigKind<Program> = { parse: parseProgram, FileError: ProgramFileError };

/** The directory of the programs' files. */
export function programsDirectory(): string {
  return join(repositoryRoot(), 'programs');
}

/** The directory of the sample catalogs, each named by its program. */
export const samplesDirectory = (): string => join(programsDirectory(), 'samples');

/** Paths of all programs' files, by name. */
export const programFiles = (): string[] => yamlFiles(programsDirectory());

/** Reads and checks every program of a directory, by name. Throws a ProgramFileError that lists what is wrong in all of them. */
export function loadPrograms(directory = programsDirectory()): Program[] {
  return readConfigDirectory(programKind, directory);
}

/** Reads and checks one program's file. Throws a ProgramFileError, also when it cannot be read. */
export const readProgramFile = (path: string): Program => readConfigFile(programKind, path);

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
