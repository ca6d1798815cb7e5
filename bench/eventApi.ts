import { Agent, request } from 'node:http';
import type { EventSettings } from '#usecases/events/settings';
import type { Database } from '#db/pool';
import { tokenOf, listenForBench } from './api';

/** The API, and a client for its events. */
export async function eventApi(db: Database, settings: Partial<EventSettings>) {
  const listening = await listenForBench(db, { events: settings });
  const agent = new Agent({ keepAlive: true });
  const token = await tokenOf('bench', 'service');
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
    },
  };
}
