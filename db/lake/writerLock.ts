import type { PoolClient } from 'pg';
import type { Database } from '../pool';

/** Another process writes to the warehouse; a later try may find it free. */
class WarehouseBusyError extends Error {
  override readonly name = 'WarehouseBusyError';
}

/** The session of the one process that may write to the warehouse. */
export interface WarehouseSession {
  connection: PoolClient;
  /** Rejects when the session has ended, and with it the lock. */
  isHeld: () => Promise<void>;
}

/**
 * Runs `work` as the only writer to the warehouse. The lock belongs to the session of Postgres, which ends in every case,
 * so that neither a killed process nor a lost connection keeps it.
 * @throws WarehouseBusyError
 */
export async function asWarehouseWriter<T>(db: Database, work: (session: WarehouseSession) => Promise<T>): Promise<T> {
  const connection = await db.connect();
  try {
    // A big hour is sorted and sent in minutes, not in the seconds that the read model's statements may take.
    await connection.query(`SET statement_timeout = '30min'`);
    const { rows } = await connection.query<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(hashtext('warehouse')) AS locked`,
    );
    if (!rows[0]?.locked) throw new WarehouseBusyError('another process writes to the warehouse now: try again later');
    return await work({
      connection,
      isHeld: async () => {
        await connection.query('SELECT 1');
      },
    });
  } finally {
    connection.release(true);
  }
}
