import { execFile } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { promisify } from 'node:util';
import { readBlocks } from './docs/blocks';
import { testTemporalCli } from './temporalCli';
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
  const PATH = `${dirname(await testTemporalCli())}${delimiter}${process.env['PATH']}`;
  await promisify(execFile)('bash', ['-c', command], {
    env: { ...words, PATH, TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace },
  });
}
