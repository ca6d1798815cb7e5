import type { OutboxKind, OutboxPayloads } from '#domain/outbox/types';
import type { Queryable } from '../pool';

/** A row as Postgres has it: `parseOutboxMessage` says what it means, or what is wrong with it. */
export interface OutboxRow {
  id: number;
  kind: string;
  payload: unknown;
  attempts: number;
}

/** Puts a message in the caller's transaction: it leaves if, and only if, the change it tells of is committed. */
export async function putInOutbox<Kind extends OutboxKind>(
  tx: Queryable,
  kind: Kind,
  payload: OutboxPayloads[Kind],
): Promise<void> {
  await tx.query('INSERT INTO outbox (kind, payload) VALUES ($1, $2)', [kind, JSON.stringify(payload)]);
}

/** Rows that are delivered one behind the other: of these kinds, or of all but these, kinds that this version does not know included. */
export interface OutboxLine {
  kinds: readonly OutboxKind[];
  areMeant: boolean;
}

/**
 * The oldest waiting rows of a line, locked until the transaction ends and passed over by other relays. A relay that dies lets
 * go of its rows, and another takes them.
 */
export async function lockWaiting(tx: Queryable, { kinds, areMeant }: OutboxLine, limit: number): Promise<OutboxRow[]> {
  const { rows } = await tx.query<OutboxRow>(
    `SELECT id, kind, payload, attempts FROM outbox
     WHERE delivered_at IS NULL AND not_before <= now() AND (kind = ANY($1)) = $2
     ORDER BY id LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [kinds, areMeant, limit],
  );
  return rows;
}

export async function markDelivered(tx: Queryable, ids: number[]): Promise<void> {
  await tx.query('UPDATE outbox SET delivered_at = now() WHERE id = ANY($1::bigint[])', [ids]);
}

/** Waits twice as long after each failure, up to 30 s: a partner that is down gets no storm on its return. */
export async function markFailed(tx: Queryable, ids: number[]): Promise<void> {
  await tx.query(
    `UPDATE outbox SET attempts = attempts + 1,
       not_before = now() + least(30, 0.25 * 2 ^ least(attempts, 10)) * interval '1 second'
     WHERE id = ANY($1::bigint[])`,
    [ids],
  );
}
