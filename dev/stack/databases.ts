import { Client, escapeIdentifier } from 'pg';
import { StartError } from './startError';

/** Makes a database of the embedded server unless it is there. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  await withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  });
}

/** Refuses with one sentence when the Postgres that DATABASE_URL names does not answer. */
export async function requireDatabase(url: string): Promise<void> {
  try {
    await withClient(url, (client) => client.query('SELECT 1'));
  } catch (error) {
    // Never the whole address, which holds a password.
    const { host, pathname } = new URL(url);
    throw new StartError(
      `The Postgres of DATABASE_URL (${host}${pathname}) does not answer (${(error as Error).message}): correct it, or unset it to use the embedded one.`,
    );
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
