import type { Queryable } from '../pool';

export interface KeptAnswer {
  requestHash: string;
  /** Null while no request has an answer. */
  status: number | null;
  body: unknown;
  headers: Record<string, string>;
}

export interface Claimed {
  openAttempts: number;
  isNew: boolean;
}

interface Row {
  request_hash: string;
  status: number | null;
  body: unknown;
  headers: Record<string, string> | null;
}

/**
 * Takes the key for this request, also beside others of the same body that have no answer yet: `openAttempts` counts
 * them and this one, and `isNew` says that none came before. Otherwise what is kept under it, or that it is kept for another
 * body.
 * Inside a transaction, a second request with the same key waits here until the first has committed or given up.
 */
export async function claimKey(
  db: Queryable,
  scope: string,
  key: string,
  requestHash: string,
): Promise<KeptAnswer | Claimed> {
  const { rows } = await db.query<Claimed>(
    `INSERT INTO idempotency_keys AS kept (scope, key, request_hash) VALUES ($1, $2, $3)
     ON CONFLICT (scope, key) DO UPDATE SET open_attempts = kept.open_attempts + 1
       WHERE kept.status IS NULL AND kept.request_hash = excluded.request_hash
     RETURNING open_attempts AS "openAttempts", xmax = 0 AS "isNew"`, // a row that was updated has the updater's xmax,
    [scope, key, requestHash],
  );
  const [claimed] = rows;
  if (claimed) return claimed;
  const kept = await readKept(db, scope, key);
  const wasReleased = !kept || (kept.status === null && kept.requestHash === requestHash); // in between
  return wasReleased ? claimKey(db, scope, key, requestHash) : kept;
}

async function readKept(db: Queryable, scope: string, key: string): Promise<KeptAnswer | null> {
  const { rows } = await db.query<Row>(
    `SELECT request_hash, status, body, headers FROM idempotency_keys WHERE scope = $1 AND key = $2`,
    [scope, key],
  );
  const [row] = rows;
  if (!row) return null;
  return { requestHash: row.request_hash, status: row.status, body: row.body, headers: row.headers ?? {} };
}

/**
 * Keeps the answer, unless a twin of this request was faster; returns the one that is kept.
 * An acceptance replaces a refusal: when twins were answered differently, the change did take place.
 */
export async function keepAnswer(
  db: Queryable,
  scope: string,
  key: string,
  answer: { status: number; body: unknown; headers: Record<string, string> },
): Promise<KeptAnswer | null> {
  await db.query(
    `UPDATE idempotency_keys SET status = $3, body = $4, headers = $5
     WHERE scope = $1 AND key = $2 AND (status IS NULL OR (status >= 400 AND $3::integer < 400))`,
    [scope, key, answer.status, JSON.stringify(answer.body), JSON.stringify(answer.headers)],
  );
  return readKept(db, scope, key);
}

/**
 * Ends one attempt that certainly changed nothing; returns how many others are open, null when the key is answered.
 * With `release`, a key under which nothing is open is free for any body.
 */
export async function withdrawAttempt(
  db: Queryable,
  scope: string,
  key: string,
  release: boolean,
): Promise<number | null> {
  const { rows } = await db.query<{ open_attempts: number }>(
    `UPDATE idempotency_keys SET open_attempts = open_attempts - 1
     WHERE scope = $1 AND key = $2 AND status IS NULL RETURNING open_attempts`,
    [scope, key],
  );
  if (release) {
    await db.query(
      `DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND status IS NULL AND open_attempts = 0`,
      [scope, key],
    );
  }
  return rows[0]?.open_attempts ?? null;
}
