import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { repositoryRoot } from '#workers/paths';
import type { RanWorkflow } from '../support/histories';

/** Raised when a change of the workflows is patched in, or scenarios are added: histories of the versions before must still replay. */
const historiesVersion = 'v5';

export interface Recorded {
  name: string;
  workflowId: string;
  history: unknown;
}

/** Every history that is checked in, of every version. */
export function recordedHistories(): Recorded[] {
  const root = join(repositoryRoot(), 'test', 'histories');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({ name, ...(JSON.parse(readFileSync(join(root, name), 'utf8')) as Omit<Recorded, 'name'>) }));
}

/** Writes a history to be checked in. */
export async function store(name: string, { workflowId, history }: RanWorkflow): Promise<void> {
  const directory = join(repositoryRoot(), 'test', 'histories', historiesVersion);
  await mkdir(directory, { recursive: true });
  const content = { workflowId, history: JSON.parse(historyToJSON(history)) as unknown };
  await writeFile(join(directory, `${name}.json`), `${JSON.stringify(content)}\n`);
}
