import type { Queryable } from '../pool';

/** An event that was refused, and why. */
export interface DeadEvent {
  /** Of sender and event: the same for each repeat. */
  digest: string;
  senderRole: string;
  sender: string;
  /** Null: it had none that could be one. */
  eventId: string | null;
  reason: string;
  field: string | null;
  message: string;
  /** As it was sent, as JSON, cut to a bound. */
  raw: string;
}

/** Keeps refused events. One that was sent again is there already. No two may have the same digest. */
export async function insertDeadEvents(tx: Queryable, dead: DeadEvent[]): Promise<void> {
  if (dead.length === 0) return;
  // Sorted, as events are: see `ingestEvents`.
  const sorted = dead.toSorted((one, other) => (one.digest < other.digest ? -1 : 1));
  const columns = ['digest', 'senderRole', 'sender', 'eventId', 'reason', 'field', 'message', 'raw'] as const;
  await tx.query(
    `INSERT INTO dead_events (digest, sender_role, sender, event_id, reason, field, message, raw)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     ON CONFLICT DO NOTHING`,
    columns.map((column) => sorted.map((each) => each[column])),
  );
}

export interface DeadEventRead extends Omit<DeadEvent, 'digest'> {
  id: number;
  receivedAt: Date;
}

/** The latest first, below the row ID `before`. */
export async function listDeadEvents(db: Queryable, before: number | null, limit: number): Promise<DeadEventRead[]> {
  const { rows } = await db.query<DeadEventRead>(
    `SELECT id, sender_role AS "senderRole", sender, event_id AS "eventId", reason, field, message, raw,
       received_at AS "receivedAt"
     FROM dead_events WHERE $1::bigint IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
    [before, limit],
  );
  return rows;
}

/** Removes what came in longer ago than this. Safe to run again. */
export async function dropOldDeadEvents(db: Queryable, days: number): Promise<number> {
  const { rowCount } = await db.query(`DELETE FROM dead_events WHERE received_at < now() - $1 * interval '1 day'`, [
    days,
  ]);
  return rowCount ?? 0;
}
