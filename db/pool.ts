import { Pool, type PoolClient, types } from 'pg';

// `bigint` columns hold counts and row IDs far below 2^53.
types.setTypeParser(types.builtins.INT8, Number);

export type Database = Pool;
/** A pool, or one connection inside a transaction: what every query takes. */
export type Queryable = Pick<PoolClient, 'query'>;

/** The pool of a command that a person waits for: on a busy machine Postgres may take long to take a connection. */
export function createCommandPool(url: string): Database {
  return createPool(url, 2, 30_000);
}

/**
 * A pool of connections; `await pool.end()` gives them back. A Postgres that is down should show in seconds, so that
 * callers retry or answer 503.
 */
export function createPool(url: string, maxConnections = 10, connectTimeoutMs = 3_000): Database {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    // Opening a connection takes tens of milliseconds, which a request would wait for after each quiet spell of the default
    // of ten seconds. A minute keeps what the traffic of the moment needs.
    idleTimeoutMillis: 60_000,
    // Longer than any statement of the read model; a stuck one must not hold a worker's slot.
    statement_timeout: 10_000,
  });
  // An idle connection that the server closed is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The same for one that is taken: its query is refused with the fault, but between two statements of a transaction
  // nobody listens.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `work` in one transaction: all of it commits, or none. */
export async function inTransaction<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await db.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that cannot even roll back is thrown away rather than handed to the next caller.
    await client.query('ROLLBACK').catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
