import { Client } from 'pg';
import type { Database } from './pool';

/**
 * A connection of its own that hears every message of a Postgres channel (LISTEN). Messages that are sent while there is
 * no such connection are not kept. `ended` resolves once it hears nothing any more; it never rejects.
 */
export async function listenTo(
  db: Database,
  channel: string,
  onMessage: (payload: string) => void,
): Promise<{ ended: Promise<void>; close: () => Promise<void> }> {
  // Apart from the pool: it is held for as long as somebody listens. Keep-alive, since it may be silent for hours.
  const client = new Client({ ...db.options, keepAlive: true });
  const ended = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
  });
  client.on('notification', ({ payload = '' }) => onMessage(payload));
  const close = (): Promise<void> => client.end().catch(() => undefined);
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
  } catch (error) {
    await close();
    throw error;
  }
  return { ended, close };
}
