import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { issueToken } from '#api/http/auth/tokens';
import type { Role } from '#domain/subject';
import type { ApiDependencies, FacadeReads } from '#api/http/context';
import { createApi, listen } from '#api/server';
import type { Database } from '#db/pool';
import { repositoryRoot } from '#workers/paths';

const jwtSecret = 'a-secret-of-32-characters-or-more';

/** The whole API in this process, on loopback; whatever is measured of it asks neither Temporal nor partners. */
export async function listenForBench(db: Database, measured: Pick<ApiDependencies, 'events' | 'picks' | 'search'>) {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const app = createApi({
    ...measured,
    db,
    temporal: new Client({ connection }),
    taskQueue: 'bench',
    facadeReads: {} as FacadeReads,
    settings: { jwtSecret, testClocks: false, webhookSecret: jwtSecret },
    logger: pino({ level: 'silent' }),
  });
  const { url, close } = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    url,
    close: async (): Promise<void> => {
      await close();
      await connection.close();
    },
  };
}

export const tokenOf = (subject: string, role: Role = 'customer'): Promise<string> =>
  issueToken({ role, subject, secret: jwtSecret, ttlSeconds: 3_600 });

/**
 * An API in a process of its own, so that the client's work is not measured with it: `bench/{name}/server.ts`, which is told
 * where Postgres is, and answers where it listens.
 */
export async function withServer<T>(
  name: 'picks' | 'search',
  databaseUrl: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const child = fork(join(repositoryRoot(), 'dist', 'bench', name, 'server.js'), [], { execArgv: [] });
  try {
    child.send({ databaseUrl });
    const [url] = (await once(child, 'message')) as [string];
    return await work(url);
  } finally {
    child.kill();
  }
}
