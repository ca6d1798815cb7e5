import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Files of that name in the directories of a PATH, in its order, as far as they may be run. */
export const executablesOn = (searchPath: string, name: string): string[] =>
  searchPath
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, name))
    .filter(isExecutable);

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
