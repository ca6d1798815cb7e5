import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import type { FacadeReads } from '../../api/context';
import { createApi, listen } from '../../api/server';
import { createPool } from '../../db/pool';
import { PickService } from '../../db/serving/picks';

/** The API in a process of its own, so that the client's work is not measured with it. It ends with its parent. */
process.once('message', (start: { databaseUrl: string; jwtSecret: string }) => void serve(start));
process.once('disconnect', () => process.exit(0));

async function serve({ databaseUrl, jwtSecret }: { databaseUrl: string; jwtSecret: string }): Promise<void> {
  const db = createPool(databaseUrl);
  const picks = new PickService(db);
  picks.start();
  const app = createApi({
    db,
    picks,
    temporal: new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) }), // nobody asks it
    taskQueue: 'bench',
    facadeReads: {} as FacadeReads,
    settings: { jwtSecret, testClocks: false, webhookSecret: jwtSecret },
    logger: pino({ level: 'silent' }),
  });
  process.send?.((await listen(app, { host: '127.0.0.1', port: 0 })).url);
}
