import type { ModelKind, RefreshOutcome } from '#domain/selection/lifecycle';
import type { Queryable } from '../pool';

export interface RefreshRecord {
  refreshId: string;
  programId: string;
  outcome: RefreshOutcome;
  version: number | null;
  reason: string;
  ranked: number | null;
  finishedAt: Date;
}

/** What came of a refresh, once: the first record stands, since a repeat only finds what the first one did. */
export async function recordRefresh(
  tx: Queryable,
  record: Omit<RefreshRecord, 'finishedAt' | 'ranked'>,
  kind: ModelKind = 'selection',
): Promise<void> {
  await tx.query(
    `INSERT INTO model_refreshes (refresh_id, kind, program_id, outcome, version, reason) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING`,
    [record.refreshId, kind, record.programId, record.outcome, record.version, record.reason],
  );
}

/** How many customers' rankings the refresh worked out, once it is through. */
export async function recordRanked(db: Queryable, refreshId: string, ranked: number): Promise<void> {
  await db.query(`UPDATE model_refreshes SET ranked = $2 WHERE refresh_id = $1 AND kind = 'selection'`, [
    refreshId,
    ranked,
  ]);
}

const refreshColumns = `refresh_id AS "refreshId", program_id AS "programId", outcome, version, reason, ranked,
  finished_at AS "finishedAt"`;

export async function readRefresh(
  db: Queryable,
  refreshId: string,
  kind: ModelKind = 'selection',
): Promise<RefreshRecord | null> {
  const { rows } = await db.query<RefreshRecord>(
    `SELECT ${refreshColumns} FROM model_refreshes WHERE refresh_id = $1 AND kind = $2`,
    [refreshId, kind],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listRefreshes(
  db: Queryable,
  programId: string,
  limit: number,
  kind: ModelKind = 'selection',
): Promise<RefreshRecord[]> {
  const { rows } = await db.query<RefreshRecord>(
    `SELECT ${refreshColumns} FROM model_refreshes WHERE program_id = $1 AND kind = $3 ORDER BY finished_at DESC LIMIT $2`,
    [programId, limit, kind],
  );
  return rows;
}
