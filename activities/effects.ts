import { ApplicationFailure } from '@temporalio/activity';
import type { Database, Queryable } from '#db/pool';
import { inTransaction } from '#db/pool';
import { findEffect, recordEffect } from '#db/shipments/effects';
import { MissingRow } from '#db/subscriptions/personalData';
import { readFacts, recordEnd } from '#db/shipments/shipmentEnds';
import { businessAt, type BusinessClock } from '#domain/clock';
import { effectKey, stepName } from '#domain/ids';

export interface EffectOf {
  subscriptionId: string;
  cycle: number;
}

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

/**
 * A partner's answer with the business time (ms) at which it was first given: what a deadline counts from is the same for
 * every run. Absent where it was recorded without.
 */
export type Dated<Answer> = Answer & { atMs?: number };

export const dated = <Answer extends object>({ clock }: { clock: BusinessClock }, answer: Answer): Dated<Answer> => ({
  ...answer,
  atMs: businessAt(clock, Date.now()),
});

/** The answer of a step that cannot be taken: a person has to bring the data back, or give another address. */
export interface DataMissing {
  outcome: 'dataMissing';
}

/**
 * Takes one step of a shipment on its way, once for ever (see `once`): not anew when it was given up, or is recorded as
 * delivered. What is recorded is answered then, too: a run that was reset before the money was back learns so what it has to
 * undo. A row of personal data that is gone is an answer, which is not recorded.
 */
export async function takeStep<Answer>(
  db: Database,
  of: EffectOf,
  step: string,
  round: number,
  effect: (idempotencyKey: string) => Promise<Answer>,
  alongside?: (tx: Queryable, answer: Answer) => Promise<void>,
): Promise<Answer | DataMissing> {
  const { abandoned, delivered } = await readFacts(db, of);
  const ask = (idempotencyKey: string): Promise<Answer> => {
    if (abandoned) throw givenUp(abandoned);
    if (delivered) throw alreadyDelivered(delivered);
    return effect(idempotencyKey);
  };
  try {
    return await once(db, of, step, round, ask, alongside);
  } catch (error) {
    if (error instanceof MissingRow) return { outcome: 'dataMissing' };
    throw error;
  }
}

/**
 * The address of a later round, fixed before the partner first hears of it. It is also the record that ops let the
 * shipment go on: a run that was reset, and parks again, finds it (`domain/shipment/recall.ts`).
 */
export async function addressOfRound(
  db: Queryable,
  of: EffectOf,
  step: 'handoffAddress' | 'parcelAddress',
  round: number,
  addressId: string,
): Promise<string> {
  if (round === 0) return addressId;
  const id = { subscriptionId: of.subscriptionId, cycle: of.cycle, step: stepName(step, round) };
  if (await recordEffect(db, id, { addressId })) return addressId;
  return (await findEffect<{ addressId: string }>(db, id))?.addressId ?? addressId;
}

/**
 * Remembers that this shipment is given up, before the first compensation. Throws `ShipmentDelivered`, for good, when it is
 * recorded as delivered: nothing of that is undone.
 */
export async function recordAbandoned(db: Database, of: EffectOf, reason: string | null): Promise<void> {
  const end = { step: 'abandoned', answer: { reason: reason ?? 'abandoned' } } as const;
  const { delivered } = await inTransaction(db, (tx) => recordEnd(tx, of, end));
  if (delivered) throw alreadyDelivered(delivered);
}

/** Throws `ShipmentAbandoned`, which ends the attempt for good, when this shipment was given up before. */
export async function refuseIfAbandoned(db: Queryable, of: EffectOf): Promise<void> {
  const { abandoned } = await readFacts(db, of);
  if (abandoned) throw givenUp(abandoned);
}

/** Throws `ShipmentDelivered`, which ends the attempt for good, when it is with the customer already. */
export async function refuseIfDelivered(db: Queryable, of: EffectOf): Promise<void> {
  const { delivered } = await readFacts(db, of);
  if (delivered) throw alreadyDelivered(delivered);
}

const givenUp = (abandoned: { reason: string }): ApplicationFailure =>
  ApplicationFailure.nonRetryable('the shipment was given up before', 'ShipmentAbandoned', abandoned);

const alreadyDelivered = (delivered: { atMs: number }): ApplicationFailure =>
  ApplicationFailure.nonRetryable('the shipment was delivered before', 'ShipmentDelivered', delivered);
