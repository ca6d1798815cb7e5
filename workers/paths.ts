import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The directory that holds `package.json`, `programs/` and `db/migrations/`. The same file runs as TypeScript (in
 * tests) and from `dist/`, at different depths, so the root is found by walking up rather than by counting.
 */
export function repositoryRoot(): string {
  for (let directory = __dirname; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory;
    if (directory === dirname(directory)) throw new Error(`no package.json above ${__dirname}`);
  }
}
