import type { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { dayOf } from '#domain/events/retention';
import type { Queryable } from '../pool';

/** Events of a range of transactions that have all ended; its files are named after its number. */
export interface WarehouseBatch {
  number: number;
  /** xid8, as digits. From the first on, up to the second without it. */
  fromTx: string;
  toTx: string;
  /** It was planned before, and left in the middle. */
  isLeftOver: boolean;
}

/** The ledger says that more was exported than this database has seen: it was restored from a dump, or replaced. */
class WarehouseLedgerError extends Error {
  override readonly name = 'WarehouseLedgerError';
}

/**
 * The batch to export now: the one that was left in the middle, or else a new one from where the last ended up to the
 * oldest transaction that still runs. Below that mark no event can come any more, so that the batch's set only ever
 * shrinks (erasure, retention). Undefined when no transaction has ended since. Only for the holder of the lock.
 */
export async function openBatch(db: Queryable): Promise<WarehouseBatch | undefined> {
  const { rows: left } = await db.query<{ number: number; from_tx: string; to_tx: string }>(
    'SELECT number, from_tx::text, to_tx::text FROM warehouse_batches WHERE finished_at IS NULL',
  );
  if (left[0]) return { number: left[0].number, fromTx: left[0].from_tx, toTx: left[0].to_tx, isLeftOver: true };
  const { rows } = await db.query<{ number: number; from_tx: string; to_tx: string }>(
    `SELECT coalesce(max(number), 0) + 1 AS number, coalesce(max(to_tx), '0')::text AS from_tx,
       pg_snapshot_xmin(pg_current_snapshot())::text AS to_tx
     FROM warehouse_batches`,
  );
  const { number, from_tx: fromTx, to_tx: toTx } = rows[0] as (typeof rows)[0];
  if (BigInt(toTx) < BigInt(fromTx)) {
    throw new WarehouseLedgerError(
      `the warehouse has events up to transaction ${fromTx}, and this database has seen ${toTx} only: see the runbook`,
    );
  }
  if (toTx === fromTx) return undefined;
  await db.query('INSERT INTO warehouse_batches (number, from_tx, to_tx) VALUES ($1, $2, $3)', [number, fromTx, toTx]);
  return { number, fromTx, toTx, isLeftOver: false };
}

/**
 * Hours of the batch that have no file yet, oldest first, ms since the epoch. An event belongs to the hour in which it
 * occurred, however late it came; one of a test clock, which is kept with the day it was received, to that hour.
 */
export async function hoursLeft(db: Queryable, batch: WarehouseBatch, limit: number): Promise<number[]> {
  const { rows } = await db.query<{ hour_ms: number }>(
    `SELECT (extract(epoch FROM hour) * 1000)::bigint AS hour_ms
     FROM (SELECT DISTINCT ${hourOfEvent} AS hour FROM events WHERE ${inBatch(batch)} AND ${isNotErased}) AS hours
     WHERE NOT EXISTS (SELECT 1 FROM warehouse_exports done WHERE done.batch = $1 AND done.hour = hours.hour)
     ORDER BY hour LIMIT $2`,
    [batch.number, limit],
  );
  return rows.map(({ hour_ms }) => hour_ms);
}

/**
 * Everything of one hour of a batch as CSV, as a stream, by customer and time. COPY takes no parameters: what goes into its
 * text are numbers.
 */
export function streamHour(connection: PoolClient, batch: WarehouseBatch, hourMs: number): Readable {
  const day = dayOf(hourMs);
  const copy = `COPY (
    SELECT id, kind, customer_id, program_id, sku, subscription_id, session_id, ${microseconds('occurred_at')},
      ${microseconds('received_at')}, source, data
    FROM events
    WHERE ${inBatch(batch)} AND occurred_on = '${day}' AND ${hourOfEvent} = to_timestamp(${hourMs / 1_000}) AND ${isNotErased}
    ORDER BY customer_id, occurred_at, id
  ) TO STDOUT (FORMAT csv, FORCE_QUOTE (id, kind, customer_id, program_id, sku, subscription_id, session_id, source, data))`;
  return connection.query(copyTo(copy));
}

export interface WarehousePart {
  batch: number;
  hourMs: number;
  key: string;
  rows: number;
  bytes: number;
}

/** Only after the file is in place. A repeat changes nothing that a reader could notice. */
export async function recordPart(db: Queryable, { batch, hourMs, key, rows, bytes }: WarehousePart): Promise<void> {
  await db.query(
    `INSERT INTO warehouse_exports (batch, hour, key, rows, bytes) VALUES ($1, to_timestamp($2), $3, $4, $5)
     ON CONFLICT (batch, hour) DO UPDATE SET rows = excluded.rows, bytes = excluded.bytes`,
    [batch, hourMs / 1_000, key, rows, bytes],
  );
}

/** How far the files are complete: the newest batch, and up to which transaction (without it) they hold everything. */
export async function exportedUntil(db: Queryable): Promise<{ batch: number; untilTx: string }> {
  const { rows } = await db.query<{ batch: number; untilTx: string }>(
    `SELECT coalesce(max(number), 0) AS batch, coalesce(max(to_tx), '0')::text AS "untilTx"
     FROM warehouse_batches WHERE finished_at IS NOT NULL`,
  );
  return rows[0] as (typeof rows)[0];
}

export async function finishBatch(db: Queryable, batch: WarehouseBatch): Promise<void> {
  await db.query('UPDATE warehouse_batches SET finished_at = now() WHERE number = $1 AND finished_at IS NULL', [
    batch.number,
  ]);
}

// `occurred_on` is the day of the partition; the hour is within it, so that one day's partition is read for one file.
const hourOfEvent = `((occurred_on + extract(hour FROM (CASE
  WHEN (occurred_at AT TIME ZONE 'UTC')::date = occurred_on THEN occurred_at ELSE received_at
  END) AT TIME ZONE 'UTC')::integer * interval '1 hour') AT TIME ZONE 'UTC')`;

// Deleted in the same transaction as the erasure is written, but what was on its way in at that moment is not.
const isNotErased = `NOT EXISTS (SELECT 1 FROM erasures WHERE erasures.customer_id = events.customer_id
  AND least(events.occurred_at, events.received_at) <= erasures.erased_at)`;

const inBatch = ({ fromTx, toTx }: WarehouseBatch): string =>
  `tx >= '${digits(fromTx)}'::xid8 AND tx < '${digits(toTx)}'::xid8`;

const microseconds = (column: string): string => `(extract(epoch FROM ${column}) * 1000000)::bigint`;

function digits(text: string): string {
  if (!/^\d+$/.test(text)) throw new Error(`not a transaction ID: ${text}`);
  return text;
}
