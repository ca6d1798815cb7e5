import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migrate } from '#db/migrate';
import { repositoryRoot } from '#workers/paths';
import { freePort } from '#dev/stack/ports';
import { startPostgres } from '#dev/stack/postgres';
import { startTemporal } from '#dev/stack/temporal';
import { Watcher } from '#dev/stack/watcher';
import { writeTestBundle } from './bundle';
import { testTemporalCli } from './temporalCli';

/** The database that every test file clones: migrated once, never written to again. */
const templateDatabase = 'everbox_template';

export interface TestServers {
  postgresUrl: string;
  temporalAddress: string;
  /** A file that holds the workflows' bundle. */
  bundlePath: string;
  stop(): Promise<void>;
}

/**
 * One Postgres and one Temporal on free ports, and the workflows' bundle, in a directory of their own: a stack that runs from
 * the same checkout is not touched. Should the runner be killed, the watcher ends both.
 */
export async function startTestServers(): Promise<TestServers> {
  const directory = await mkdtemp(join(tmpdir(), 'everbox-test-'));
  const watcher = new Watcher();
  const started: { stop(): Promise<void> }[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    watcher.close();
    await rm(directory, { recursive: true, force: true });
  };
  const startOne = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  try {
    const bundlePath = join(directory, 'workflows.js');
    const [postgres, temporal] = await settledTogether([
      startOne(startMigratedPostgres(directory, watcher)),
      startOne(startTestTemporal(directory, watcher)),
      writeTestBundle(bundlePath),
    ]);
    return { postgresUrl: postgres.url, temporalAddress: temporal.address, bundlePath, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Like Promise.all, but waits for all even when one fails, so that nothing is left starting. */
async function settledTogether<A, B, C>(all: [Promise<A>, Promise<B>, Promise<C>]): Promise<[A, B, C]> {
  await Promise.allSettled(all);
  return Promise.all(all);
}

async function startMigratedPostgres(directory: string, watcher: Watcher) {
  const postgres = await startPostgres({
    dataDirectory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: await freePort(),
    password: 'everbox-test',
    durable: false,
    guardian: watcher,
  });
  try {
    const admin = new Client({ connectionString: postgres.url });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${templateDatabase}`);
    await admin.end();
    const template = postgres.url.replace(/\/postgres$/, `/${templateDatabase}`);
    await migrate(template, join(repositoryRoot(), 'db', 'migrations'));
    return postgres;
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function startTestTemporal(directory: string, watcher: Watcher) {
  return startTemporal({
    cliPath: await testTemporalCli(),
    namespace: 'default',
    port: await freePort(),
    logFile: join(directory, 'temporal.log'),
    guardian: watcher,
  });
}
