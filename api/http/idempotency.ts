import { createHash } from 'node:crypto';
import { claimKey, type KeptAnswer, keepAnswer, withdrawAttempt } from '#db/subscriptions/idempotencyKeys';
import { type Database, inTransaction, type Queryable } from '#db/pool';
import type { Attempt } from './attempt';
import type { Answer, Endpoint, EndpointRequest } from './endpoint';
import { refusedAs } from './faults';
import { fieldProblem, Problem } from './problems';

/** A write under its Idempotency-Key. */
export interface KeyedWrite {
  /** Caller, route and what the path names, so that keys of two customers, or of two subscriptions, never meet. */
  scope: string;
  key: string;
  requestHash: string;
  /** Of the workflow update that the write leads to: a retry, or a twin at the same time, is the same update. */
  updateId: string;
  /** Throws the problem that refuses a write whose key is new; absent: all are let in. Only of writes that are claimed. */
  admit?: (tx: Queryable) => Promise<void>;
}

const keyPattern = /^[A-Za-z0-9_.:-]{1,128}$/;
const keyRule = '1 to 128 letters, digits or _ . : -';

/** @throws Problem when the header is missing or has a form that is not allowed. */
export function idempotencyOf(endpoint: Endpoint, request: EndpointRequest, header: unknown): KeyedWrite {
  if (header === undefined) {
    throw new Problem(
      'MissingIdempotencyKey',
      `send an Idempotency-Key header: a text that is unique to this write, of ${keyRule}`,
    );
  }
  if (typeof header !== 'string' || !keyPattern.test(header)) {
    const message = `must be ${keyRule}`;
    throw fieldProblem({ in: 'header', field: 'Idempotency-Key', rule: 'format:key', message });
  }
  const { subject, role } = request.caller;
  const scope = `${role}:${subject} ${endpoint.method} ${endpoint.path} ${canonicalJson(request.params)}`;
  return {
    scope,
    key: header,
    requestHash: sha256(canonicalJson([request.query, request.body])),
    updateId: sha256(`${scope}\n${header}`),
  };
}

/** For writes that are one transaction: key, effect and answer commit together. Twins wait for the first one's commit. */
export async function onceInTransaction(
  db: Database,
  write: KeyedWrite,
  attempt: Attempt,
  requestId: string,
  work: (tx: Queryable) => Promise<Answer>,
): Promise<Answer> {
  return inTransaction(db, async (tx) => {
    const kept = await claim(tx, write, attempt);
    if (kept) return kept;
    await tx.query('SAVEPOINT before_work');
    const answer = await answerOf(requestId, () => work(tx));
    // A refusal is kept, and whatever the handler wrote before it refused is not.
    if (answer.status >= 400) await tx.query('ROLLBACK TO SAVEPOINT before_work');
    const mine = await keep(tx, write, answer);
    attempt.mayTakePlace(); // a COMMIT that gets no answer may have been done
    return mine;
  });
}

/**
 * For writes whose effect is a workflow update. The key is claimed first, so that the same key with another body is
 * refused at once. Twins of one request both go on: they send one update ID, and the workflow gives both one answer.
 * What admits a new key does so in the transaction that claims it: a key that is refused was never claimed, and twins wait
 * for the verdict on the first.
 */
export async function onceClaimed(
  db: Database,
  write: KeyedWrite,
  attempt: Attempt,
  requestId: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  const kept = await (write.admit ? inTransaction(db, (tx) => claim(tx, write, attempt)) : claim(db, write, attempt));
  if (kept) return kept;
  let answer: Answer;
  try {
    answer = await answerOf(requestId, work);
  } catch (error) {
    if (!attempt.mayHaveTakenPlace) await withdraw(db, write, attempt, error);
    throw error;
  }
  attempt.mayTakePlace(); // what is lost from here on is the answer, not the change
  return keep(db, write, answer);
}

/** Takes the key, or gives the answer that is kept under it. */
async function claim(db: Queryable, write: KeyedWrite, attempt: Attempt): Promise<Answer | null> {
  const claimed = await claimKey(db, write.scope, write.key, write.requestHash);
  if (!('openAttempts' in claimed)) return replayOf(claimed, write);
  attempt.earlierIs(claimed.openAttempts > 1 ? 'open' : 'settled');
  if (claimed.isNew) await write.admit?.(db);
  return null;
}

/** This request changed nothing. After a refusal, and if nothing else is open, a corrected one may use the key. */
async function withdraw(db: Database, write: KeyedWrite, attempt: Attempt, error: unknown): Promise<void> {
  attempt.earlierIs('unknown'); // until Postgres has said otherwise
  const release = (refusedAs(error)?.status ?? 500) < 500;
  const others = await withdrawAttempt(db, write.scope, write.key, release).catch(() => null);
  if (others !== null) attempt.earlierIs(others > 0 ? 'open' : 'settled');
}

function replayOf({ requestHash, status, body, headers }: KeptAnswer, write: KeyedWrite): Answer {
  if (requestHash !== write.requestHash || status === null) {
    throw new Problem('IdempotencyKeyReused', 'the key was sent before with another body; use a new one');
  }
  return { status, body, headers: { ...headers, 'Idempotent-Replay': 'true' } };
}

/** Turns a final refusal into the answer that it is; anything else is thrown on. */
async function answerOf(requestId: string, work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    const refused = refusedAs(error);
    if (!refused?.final) throw error;
    return { status: refused.status, body: refused.document(requestId), headers: refused.extras.headers ?? {} };
  }
}

async function keep(db: Queryable, write: KeyedWrite, answer: Answer): Promise<Answer> {
  const mine = { status: answer.status, body: answer.body, headers: answer.headers ?? {} };
  const kept = await keepAnswer(db, write.scope, write.key, mine);
  if (!kept || kept.status === null) return answer;
  // Usually our own; a twin's, when it was faster.
  return { status: kept.status, body: kept.body, headers: kept.headers };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** JSON with sorted keys: two bodies that mean the same have the same text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
