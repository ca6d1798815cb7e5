import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import type { ApiDependencies, FacadeReads } from '../api/context';
import { createApi, listen } from '../api/server';
import type { Database } from '../db/pool';

export const jwtSecret = 'a-secret-of-32-characters-or-more';

/** The whole API in this process, on loopback; whatever is measured of it asks neither Temporal nor partners. */
export async function listenForBench(db: Database, measured: Pick<ApiDependencies, 'events' | 'picks'>) {
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
