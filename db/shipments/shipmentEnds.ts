import type { RecordedFacts } from '#domain/shipment/recall';
import type { Queryable } from '../pool';
import { recordEffect } from './effects';

interface ShipmentKey {
  subscriptionId: string;
  cycle: number;
}

/** How a shipment ended. The two exclude each other: whichever is recorded first stands, for every run there will be. */
export type ShipmentEnd =
  | { step: 'delivered'; answer: { atMs: number } }
  | { step: 'abandoned'; answer: { reason: string } };

/** Records an end, unless one is recorded; returns what then stands. Call in a transaction. */
export async function recordEnd(tx: Queryable, of: ShipmentKey, end: ShipmentEnd): Promise<RecordedFacts> {
  const { subscriptionId, cycle } = of;
  await lockEnd(tx, of);
  const before = await readFacts(tx, of);
  if (before.delivered || before.abandoned) return before;
  await recordEffect(tx, { subscriptionId, cycle, step: end.step }, end.answer);
  return readFacts(tx, of);
}

/** Two ends at once go one after the other: they are rows of two keys, so no constraint holds them apart. */
export async function lockEnd(tx: Queryable, { subscriptionId, cycle }: ShipmentKey): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`${subscriptionId}:${cycle}`]);
}

/** The shipment's end, if it has one, and whether the step `next` is recorded. */
export async function readFacts(
  db: Queryable,
  { subscriptionId, cycle }: ShipmentKey,
  next: string | null = null,
): Promise<RecordedFacts> {
  const { rows } = await db.query<{ step: string; answer: unknown }>(
    'SELECT step, answer FROM effects WHERE subscription_id = $1 AND cycle = $2 AND step = ANY($3)',
    [subscriptionId, cycle, ['delivered', 'abandoned', ...(next === null ? [] : [next])]],
  );
  const answerOf = (step: string | null): unknown => rows.find((row) => row.step === step)?.answer ?? null;
  return {
    delivered: answerOf('delivered') as RecordedFacts['delivered'],
    abandoned: answerOf('abandoned') as RecordedFacts['abandoned'],
    nextRound: answerOf(next) as RecordedFacts['nextRound'],
  };
}
