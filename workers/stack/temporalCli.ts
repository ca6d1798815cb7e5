import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { downloadWithSdk, installWithGo } from './temporalInstall';
import { executablesOn, isExecutable } from './executables';
import { StartError } from './startError';

const run = promisify(execFile);

export interface TemporalCliSearch {
  /** `TEMPORAL_CLI_PATH`, when set. */
  explicitPath?: string | undefined;
  /** `PATH`. */
  searchPath: string;
  /** Everbox's cache directory; the copy is `bin/temporal` in it. */
  cacheDirectory: string;
  /** Says what takes long. */
  progress: (line: string) => void;
}

type Source = (target: string, progress: (line: string) => void) => Promise<boolean>;

/** Ways to make a copy in the cache; a test gives its own. Each resolves to whether the file is there now. */
export interface TemporalCliSources {
  download: Source;
  build: Source;
}

const executableName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const realSources: TemporalCliSources = { download: downloadWithSdk, build: installWithGo };

/**
 * Finds the `temporal` CLI that holds the dev server: `TEMPORAL_CLI_PATH`, `PATH`, Everbox's cache, the SDK's own
 * download, `go install`. A copy in the cache that does not run (a download cut short) is removed and made anew.
 */
export async function findTemporalCli(search: TemporalCliSearch, sources = realSources): Promise<string> {
  if (search.explicitPath) return requireWorking(search.explicitPath);
  for (const candidate of executablesOn(search.searchPath, executableName)) {
    if (await works(candidate)) return candidate;
  }
  const cached = join(search.cacheDirectory, 'bin', executableName);
  if (isExecutable(cached)) {
    if (await works(cached)) return cached;
    search.progress(`The Temporal CLI in the cache does not run; removing ${cached}`);
  }
  await rm(cached, { force: true });
  for (const source of [sources.download, sources.build]) {
    if ((await source(cached, search.progress)) && (await works(cached))) return cached;
  }
  throw new StartError(
    'The Temporal CLI was not found and could be neither downloaded nor built: install it (https://docs.temporal.io/cli) or Go 1.25 or later, set TEMPORAL_CLI_PATH to it, or set TEMPORAL_ADDRESS to a running Temporal.',
  );
}

async function requireWorking(path: string): Promise<string> {
  if (await works(path)) return path;
  throw new StartError(
    `TEMPORAL_CLI_PATH is ${path}, which does not run as a Temporal CLI with server 1.25 or later: correct it or unset it.`,
  );
}

/** Runs, and brings a server new enough: before 1.25 workflow updates were switched off. */
async function works(path: string): Promise<boolean> {
  try {
    const { stdout } = await run(path, ['--version'], { timeout: 20_000 });
    const [, major, minor] = /Server (\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 25);
  } catch {
    return false;
  }
}
