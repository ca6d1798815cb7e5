import { type Database, inTransaction, type Queryable } from '../pool';
import { sqlStateOf } from '../sqlState';

/** Partitions of `events` are named by their UTC day, `2026-11-23`. */

/** Makes the partitions of these days, where they are missing. Returns how many were. Safe to run again. */
export async function makeEventPartitions(db: Queryable, days: string[]): Promise<number> {
  // One statement each: a partition commits at once, and its lock is gone before the next is made.
  let made = 0;
  for (const day of days) {
    const { rows } = await db.query<{ made: boolean }>('SELECT make_event_partition($1::date) AS made', [day]);
    if (rows[0]?.made) made++;
  }
  return made;
}

/** Days before this one that have a partition, oldest first. */
export async function listPartitionsBefore(db: Queryable, day: string): Promise<string[]> {
  const { rows } = await db.query<{ day: string }>(
    // Names are compared as text: the planner may look at tables that are no partitions first, whose names are no dates.
    `SELECT regexp_replace(right(relname, 8), '(....)(..)(..)', '\\1-\\2-\\3') AS day
     FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
     WHERE inhparent = 'events'::regclass AND right(relname, 8) COLLATE "C" < $1
     ORDER BY relname`,
    [digitsOf(day)],
  );
  return rows.map((row) => row.day);
}

/** Has every event of that day gone to the warehouse? */
export async function isExported(db: Queryable, day: string): Promise<boolean> {
  const { rows } = await db.query<{ exported: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM events WHERE occurred_on = $1::date AND tx >= coalesce(
       (SELECT to_tx FROM warehouse_batches WHERE finished_at IS NOT NULL ORDER BY to_tx DESC LIMIT 1), '0'::xid8)
     ) AS exported`,
    [day],
  );
  return rows[0]?.exported ?? false;
}

/** A drop locks the whole table, so it must not wait long for a reader: everybody else would wait behind it. */
const lockTimeoutMs = 1_000;

/** Drops a day with all of its events. False when somebody reads the table for too long to wait. Safe to run again. */
export async function dropEventPartition(db: Database, day: string): Promise<boolean> {
  try {
    await inTransaction(db, async (tx) => {
      await tx.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
      await tx.query(`DROP TABLE IF EXISTS events_${digitsOf(day)}`);
    });
    return true;
  } catch (error) {
    if (sqlStateOf(error) === lockNotAvailable) return false;
    throw error;
  }
}

const lockNotAvailable = '55P03';

/** A name takes no parameter, so it is checked. */
function digitsOf(day: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`not a day: ${day}`);
  return day.replaceAll('-', '');
}
