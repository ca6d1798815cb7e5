import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';
import { freePort } from '#dev/stack/ports';

/** A directory that a reader's shell stands in. */
export interface Checkout {
  directory: string;
  environment: Record<string, string>;
  remove(): void;
}

/**
 * What looks like a fresh checkout: everything of this one but its data, so that files which commands write stay out of
 * it. The stack that is started in it has ports of its own; nothing else differs from a newcomer's shell.
 */
export async function createCheckout(): Promise<Checkout> {
  const directory = mkdtempSync(join(tmpdir(), 'everbox-docs-'));
  const root = repositoryRoot();
  for (const name of readdirSync(root)) {
    if (!name.startsWith('.')) symlinkSync(join(root, name), join(directory, name));
  }
  const ports = ['API', 'SIMULATOR', 'WORKER_METRICS', 'POSTGRES', 'TEMPORAL', 'TEMPORAL_UI'];
  const environment = { ...newcomersEnvironment(), EVERBOX_DATA_DIR: join(directory, '.everbox') };
  for (const name of ports) Object.assign(environment, { [`EVERBOX_${name}_PORT`]: String(await freePort()) });
  return { directory, environment, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Without what the test runner and npm have set. */
function newcomersEnvironment(): Record<string, string> {
  const own = /^(EVERBOX_|TEMPORAL_|VITEST|npm_|NODE_ENV$|DATABASE_URL$|WAREHOUSE_URL$|BASH_ENV$)/;
  const kept = Object.entries(process.env).filter((entry): entry is [string, string] => !own.test(entry[0]));
  return { ...Object.fromEntries(kept), npm_config_update_notifier: 'false' };
}
