import { Agent, request } from 'node:http';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { issueToken } from '../api/auth/tokens';
import type { FacadeReads } from '../api/context';
import type { EventSettings } from '../api/events/settings';
import { createApi, listen } from '../api/server';
import type { Database } from '../db/pool';

const jwtSecret = 'a-secret-of-32-characters-or-more';

/** The whole API in this process, on loopback, and a client for its events. Nothing else of it is asked. */
export async function eventApi(db: Database, settings: Partial<EventSettings>) {
  const connection = Connection.lazy({ address: '127.0.0.1:1' });
  const app = createApi({
    db,
    temporal: new Client({ connection }),
    taskQueue: 'bench',
    facadeReads: {} as FacadeReads,
    settings: { jwtSecret, testClocks: false, webhookSecret: jwtSecret },
    logger: pino({ level: 'silent' }),
    events: settings,
  });
  const listening = await listen(app, { host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true });
  const token = await issueToken({ role: 'service', subject: 'bench', secret: jwtSecret, ttlSeconds: 3_600 });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return {
    /** Resolves when all of the batch was accepted; anything else is a failure of the measurement. */
    post: (body: string, count: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const length = { 'content-length': Buffer.byteLength(body) };
        const sent = request(`${listening.url}/v1/events`, {
          method: 'POST',
          agent,
          headers: { ...headers, ...length },
        });
        sent.once('error', reject);
        sent.once('response', (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.once('end', () => {
            if (response.statusCode === 200 && text.includes(`"accepted":${count},`)) resolve();
            else reject(new Error(`${response.statusCode}: ${text}`));
          });
        });
        sent.end(body);
      }),
    close: async (): Promise<void> => {
      agent.destroy();
      await listening.close();
      await connection.close();
    },
  };
}
