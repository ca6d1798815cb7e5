import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ConfigFileError } from '#domain/configFile/parse';

/** A kind of configuration that has one YAML file per entry. */
export interface ConfigKind<T> {
  /** Throws this kind's error, which lists everything that is wrong. */
  parse: (text: string, file: string) => T;
  FileError: new (problems: string[]) => ConfigFileError;
}

/** Paths of all YAML files of a directory, by name. */
export function yamlFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(directory, name));
}

/** Reads and checks one file. Throws the kind's error, also when it cannot be read. */
export function readConfigFile<T>({ parse, FileError }: ConfigKind<T>, path: string): T {
  const file = relative(process.cwd(), path) || path;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new FileError([`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`]);
  }
  return parse(text, file);
}

/** Reads and checks every file of a directory, by name. Throws the kind's error, which lists what is wrong in all of them. */
export function readConfigDirectory<T>(kind: ConfigKind<T>, directory: string): T[] {
  const values: T[] = [];
  const problems: string[] = [];
  for (const path of yamlFiles(directory)) {
    try {
      values.push(readConfigFile(kind, path));
    } catch (error) {
      if (!(error instanceof ConfigFileError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new kind.FileError(problems);
  return values;
}
