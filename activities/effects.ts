import { ApplicationFailure } from '@temporalio/activity';
import type { Database, Queryable } from '../db/pool';
import { inTransaction } from '../db/pool';
import { findEffect, recordEffect } from '../db/queries/effects';
import { effectKey, stepName } from '../domain/ids';

export interface EffectOf {
  subscriptionId: string;
  cycle: number;
}

/** Marks a shipment that was given up: what was undone must not be done again by a reset. */
const abandoned = 'abandoned';

/**
 * Does one effect at a partner, once for ever.
 *
 * 1. A recorded answer is given again, and the partner is not asked.
 * 2. The partner is asked with the key of the effect. When the worker dies now, the effect is made and not recorded:
 *    the retry asks again with the same key, and the partner gives its first answer.
 * 3. The answer is recorded together with what `alongside` writes, in one transaction.
 */
export async function once<Answer>(
  db: Database,
  of: EffectOf,
  step: string,
  round: number,
  effect: (idempotencyKey: string) => Promise<Answer>,
  alongside?: (tx: Queryable, answer: Answer) => Promise<void>,
): Promise<Answer> {
  const id = { ...of, step: stepName(step, round) };
  const known = await findEffect<Answer>(db, id);
  if (known !== null) return known;
  const answer = await effect(effectKey(of.subscriptionId, of.cycle, step, round));
  const recorded = await inTransaction(db, async (tx) => {
    const first = await recordEffect(tx, id, answer);
    if (first) await alongside?.(tx, answer);
    return first;
  });
  // Another attempt recorded it first; with one key, the partner gave both the same answer, and the recorded one counts.
  return recorded ? answer : ((await findEffect<Answer>(db, id)) ?? answer);
}

/** Remembers that this shipment is given up, before the first compensation. */
export async function recordAbandoned(db: Queryable, of: EffectOf): Promise<void> {
  await recordEffect(db, { ...of, step: abandoned }, {});
}

/** Throws `ShipmentAbandoned`, which ends the attempt for good, when this shipment was given up before. */
export async function refuseIfAbandoned(db: Queryable, of: EffectOf): Promise<void> {
  if ((await findEffect(db, { ...of, step: abandoned })) !== null) {
    throw ApplicationFailure.nonRetryable('the shipment was given up before', 'ShipmentAbandoned');
  }
}
