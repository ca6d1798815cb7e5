import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything that the bundle may hold of ours: workflows import the domain, and the types of activities. */
const bundledDirectories = ['workflows', 'domain'];

/**
 * Where the workflow bundle of the present sources is kept: under the hash of what goes in, so that a start with
 * changed sources can never run the old code.
 */
export async function workflowBundlePath(cacheDirectory: string): Promise<string> {
  const hash = createHash('sha256');
  for (const directory of bundledDirectories.map((name) => join(__dirname, '..', name))) {
    const names = await readdir(directory, { recursive: true });
    for (const name of names.filter((each) => /\.(js|ts)$/.test(each) && !each.endsWith('.d.ts')).sort()) {
      hash.update(`${name}\n`).update(await readFile(join(directory, name)));
    }
  }
  // The SDK's workflow library is a part of the bundle, and its bundler wrote it.
  for (const packageName of ['@temporalio/workflow', '@temporalio/worker']) {
    hash.update(await readFile(require.resolve(`${packageName}/package.json`)));
  }
  return join(cacheDirectory, `workflows-${hash.digest('hex').slice(0, 32)}.js`);
}
