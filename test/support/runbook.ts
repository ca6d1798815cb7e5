import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../workers/config';
import { launcherSettings } from '../../workers/stack/settings';
import { findTemporalCli } from '../../workers/stack/temporalCli';
import { readBlocks } from './docs/blocks';
import type { World } from './world';

/**
 * Runs a command of Temporal's as the runbook prints it, with its words filled in: by the server's own command line, to which
 * `everbox temporal` hands on (`npm run test:docs` runs that).
 */
export async function runRunbookCommand(world: World, name: string, words: Record<string, string>): Promise<void> {
  const lines = readBlocks('docs/runbook.md').flatMap(({ text }) => text.split('\n'));
  const printed = lines.find((line) => line.startsWith(`everbox ${name} `));
  if (!printed) throw new Error(`the runbook prints no ${name}`);
  const command = printed.slice('everbox '.length);
  const { address, namespace } = world.config.temporal;
  await promisify(execFile)('bash', ['-c', command], {
    env: { ...words, PATH: await pathWithTemporal(), TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
  });
}

/** The search path, with the command in front that the tests' server runs on. */
async function pathWithTemporal(): Promise<string> {
  const { temporalCliPath, searchPath, cacheDirectory } = launcherSettings(readEnvironment());
  const cli = await findTemporalCli({
    explicitPath: temporalCliPath,
    searchPath,
    cacheDirectory,
    progress: () => undefined, // it is there: the tests' server was started with it
  });
  return `${dirname(cli)}${delimiter}${searchPath}`;
}
