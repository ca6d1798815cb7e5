import type { Queryable } from '../pool';

export interface KeptAnswer {
  requestHash: string;
  /** Null while the first request is under way. */
  status: number | null;
  body: unknown;
  headers: Record<string, string>;
}

interface Row {
  request_hash: string;
  status: number | null;
  body: unknown;
  headers: Record<string, string> | null;
}

/**
 * Takes the key for this request. Null: it was free and is ours now; otherwise what is kept under it.
 * Inside a transaction, a second request with the same key waits here until the first has committed or given up.
 */
export async function claimKey(
  db: Queryable,
  scope: string,
  key: string,
  requestHash: string,
): Promise<KeptAnswer | null> {
  const claimed = await db.query(
    `INSERT INTO idempotency_keys (scope, key, request_hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    [scope, key, requestHash],
  );
  if (claimed.rowCount === 1) return null;
  return (await readKept(db, scope, key)) ?? claimKey(db, scope, key, requestHash); // released in between
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

/** Gives a key back that nothing was decided under. */
export async function releaseKey(db: Queryable, scope: string, key: string): Promise<void> {
  await db.query(`DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND status IS NULL`, [scope, key]);
}
