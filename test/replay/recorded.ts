import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../workers/paths';

/** Raised when a change of the workflows is patched in: histories of the versions before must still replay. */
export const historiesVersion = 'v3';

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
