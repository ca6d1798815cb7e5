import type { Erasure, Retraction } from '#domain/lake/removals';
import type { Queryable } from '../pool';

/** Erasures that the warehouse's files may still have to follow. */
export async function pendingErasures(db: Queryable): Promise<Erasure[]> {
  const { rows } = await db.query<{ customer_id: string; erased_at_us: string }>(
    `SELECT customer_id, (extract(epoch FROM erasures.erased_at) * 1000000)::bigint::text AS erased_at_us
     FROM erasures LEFT JOIN warehouse_sweeps AS swept USING (customer_id)
     WHERE swept.erased_at IS NULL OR swept.erased_at < erasures.erased_at
     ORDER BY customer_id`,
  );
  return rows.map((row) => ({ customerId: row.customer_id, erasedAtUs: row.erased_at_us }));
}

/**
 * Customers of whom nothing in the files may be learned from: those who turned it off, and those whom the files still have to
 * be cleared of.
 */
export async function customersNotToLearnFrom(db: Queryable): Promise<Set<string>> {
  const { rows } = await db.query<{ customer_id: string }>(
    'SELECT customer_id FROM customer_settings WHERE NOT personalization',
  );
  const erased = await pendingErasures(db);
  return new Set([...rows.map(({ customer_id }) => customer_id), ...erased.map(({ customerId }) => customerId)]);
}

/** An event that was deleted, and that a file of its day may still hold. */
export interface PendingRetraction extends Retraction {
  /** Day of its partition, `2026-01-31`. */
  day: string;
}

/** Some of them, by day. */
export async function pendingRetractions(db: Queryable, limit: number): Promise<PendingRetraction[]> {
  const { rows } = await db.query<{ id: string; received_at_us: string; day: string }>(
    `SELECT id, (extract(epoch FROM received_at) * 1000000)::bigint::text AS received_at_us, occurred_on::text AS day
     FROM event_retractions ORDER BY occurred_on, id, received_at LIMIT $1`,
    [limit],
  );
  return rows.map((row) => ({ id: row.id, receivedAtUs: row.received_at_us, day: row.day }));
}

/** Only after the files have followed them. */
export async function forgetRetractions(db: Queryable, retractions: Retraction[]): Promise<void> {
  await db.query(
    `DELETE FROM event_retractions USING unnest($1::text[], $2::bigint[]) AS done (id, received_at_us)
     WHERE event_retractions.id = done.id
       AND event_retractions.received_at = to_timestamp(0) + done.received_at_us * interval '1 microsecond'`,
    [retractions.map(({ id }) => id), retractions.map(({ receivedAtUs }) => receivedAtUs)],
  );
}

/** Where nothing was ever exported, no file has to follow. An export that begins now does not find these events. */
export async function dropNeedlessRetractions(db: Queryable): Promise<void> {
  await db.query('DELETE FROM event_retractions WHERE NOT EXISTS (SELECT 1 FROM warehouse_batches)');
}

/** Only after every file has been cleared of them. */
export async function recordSweep(db: Queryable, erasures: Erasure[]): Promise<void> {
  await db.query(
    `INSERT INTO warehouse_sweeps (customer_id, erased_at)
     SELECT customer_id, to_timestamp(0) + erased_at_us * interval '1 microsecond'
     FROM unnest($1::text[], $2::bigint[]) AS swept (customer_id, erased_at_us)
     ON CONFLICT (customer_id) DO UPDATE SET erased_at = excluded.erased_at, swept_at = now()`,
    [erasures.map(({ customerId }) => customerId), erasures.map(({ erasedAtUs }) => erasedAtUs)],
  );
}

/** After a file was written again, or taken away (no rows). Files whose export was killed have no row; nothing happens. */
export async function recordRewrite(db: Queryable, key: string, rows: number, bytes: number): Promise<void> {
  await db.query('UPDATE warehouse_exports SET rows = $2, bytes = $3 WHERE key = $1', [key, rows, bytes]);
}
