import { ConfigFileError, parseConfigFile } from '../configFile/parse';
import { programSchema } from './schema';
import type { Program } from './types';

export class ProgramFileError extends ConfigFileError {
  override readonly name = 'ProgramFileError';
}

/**
 * The program that a YAML text describes. `file` is its name (`programs/coffee-club.yaml`), used in messages and
 * compared with the program's id. Throws a ProgramFileError that lists everything that is wrong.
 */
export function parseProgram(text: string, file: string): Program {
  const { value, problems } = parseConfigFile(programSchema, text, file, 'a program');
  if (value === undefined) throw new ProgramFileError(problems);
  return value;
}
