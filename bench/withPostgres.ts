import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#db/migrate';
import type { Database } from '#db/pool';
import { repositoryRoot } from '#workers/paths';
import { freePort } from '#dev/stack/ports';
import { startPostgres } from '#dev/stack/postgres';
import { Watcher } from '#dev/stack/watcher';

/** Runs `work` with a Postgres of its own, as durable as it comes and with our schema; gone afterwards. */
export async function withPostgres<T>(work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'everbox-bench-'));
  const watcher = new Watcher();
  const postgres = await startPostgres({
    dataDirectory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    password: 'bench',
    durable: true,
    guardian: watcher,
  });
  try {
    await migrate(postgres.url, join(repositoryRoot(), 'db', 'migrations'));
    return await work(postgres.url);
  } finally {
    await postgres.stop();
    watcher.close();
    await rm(directory, { recursive: true, force: true });
  }
}

/** Statistics of what the stage wrote, and all of it on disk: a server in its usual day does not do that while it answers. */
export async function settle(db: Database): Promise<void> {
  await db.query('VACUUM ANALYZE');
  await db.query('CHECKPOINT');
}
