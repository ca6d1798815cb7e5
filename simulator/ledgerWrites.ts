import type { Queryable } from './database';
import type { FaultCall } from './faults/engine';
import type { FaultKind } from './faults/rules';
import type { Answer, NewEffect } from './operation';

/** A call as the ledger knows it. */
export interface CallSubject extends FaultCall {
  request: unknown;
  requestHash: string;
}

/** A call with a key: one that can have an effect. */
export interface KeyedSubject extends CallSubject {
  idempotencyKey: string;
}

const keyOf = (call: KeyedSubject): string[] => [call.partner, call.operation, call.idempotencyKey];
const byKey = '(partner, operation, idempotency_key) = ($1, $2, $3)';

/** Takes the key for this call; false when another call has it. Waits for one that is being answered right now. */
export async function claimKey(tx: Queryable, call: KeyedSubject): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO simulator.answers (partner, operation, idempotency_key, request_hash)
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [...keyOf(call), call.requestHash],
  );
  return rowCount === 1;
}

export async function firstAnswer(tx: Queryable, call: KeyedSubject): Promise<Answer> {
  const { rows } = await tx.query<Answer & { request_hash: string }>(
    `SELECT request_hash, status, body FROM simulator.answers WHERE ${byKey}`,
    keyOf(call),
  );
  if (rows[0]?.request_hash === call.requestHash) return { status: rows[0].status, body: rows[0].body };
  const message = 'this Idempotency-Key was used with another request';
  return { status: 409, body: { type: 'IdempotencyConflict', message } };
}

export async function storeAnswer(tx: Queryable, call: KeyedSubject, answer: Answer): Promise<void> {
  await tx.query(`UPDATE simulator.answers SET status = $4, body = $5 WHERE ${byKey}`, [
    ...keyOf(call),
    answer.status,
    JSON.stringify(answer.body),
  ]);
}

export async function releaseKey(tx: Queryable, call: KeyedSubject): Promise<void> {
  await tx.query(`DELETE FROM simulator.answers WHERE ${byKey}`, keyOf(call));
}

export async function storeToken(tx: Queryable, call: KeyedSubject, token: string): Promise<void> {
  await tx.query(`UPDATE simulator.answers SET payment_token = $4 WHERE ${byKey}`, [...keyOf(call), token]);
}

export async function insertEffect(tx: Queryable, call: KeyedSubject, effect: NewEffect): Promise<void> {
  await tx.query(
    `INSERT INTO simulator.effects
       (partner, operation, idempotency_key, id, reference, state, amount_cents, currency, undoes, template)
     VALUES ($1, $2, $3, $4, $5, 'live', $6, $7, $8, $9)`,
    [
      ...keyOf(call),
      effect.id,
      effect.reference,
      effect.amountCents ?? null,
      effect.currency ?? null,
      effect.undoes ?? null,
      effect.template ?? null,
    ],
  );
}

/** `status` null: the caller was left without an answer. */
export async function insertCall(
  db: Queryable,
  call: CallSubject,
  outcome: { status: number | null; faults: FaultKind[]; hadEffect: boolean },
): Promise<void> {
  await db.query(
    `INSERT INTO simulator.calls
       (partner, operation, idempotency_key, reference, request_hash, request, status, faults, had_effect)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      call.partner,
      call.operation,
      call.idempotencyKey,
      call.reference,
      call.requestHash,
      JSON.stringify(call.request),
      outcome.status,
      outcome.faults,
      outcome.hadEffect,
    ],
  );
}
