import type { RefreshOutcome } from '../../domain/selection/lifecycle';
import type { Queryable } from '../pool';

export interface Publication {
  programId: string;
  version: number;
  previousVersion: number | null;
  /** Who put it in charge: a refresh, or an operator. */
  actor: string;
  reason: string;
}

/**
 * Puts a model in charge, retires the one before, writes the audit, and tells every process (NOTIFY goes out with the
 * commit). Call under `lockModels`. The partial unique index holds that one model is in charge.
 */
export async function publishModel(tx: Queryable, publication: Publication): Promise<void> {
  const { programId, version, previousVersion, actor, reason } = publication;
  await tx.query(
    `UPDATE selection_models SET state = 'retired' WHERE program_id = $1 AND state = 'published' AND version <> $2`,
    [programId, version],
  );
  await tx.query(
    `UPDATE selection_models SET state = 'published', published_at = now() WHERE program_id = $1 AND version = $2`,
    [programId, version],
  );
  await tx.query(
    `INSERT INTO model_publications (program_id, version, previous_version, actor, reason) VALUES ($1, $2, $3, $4, $5)`,
    [programId, version, previousVersion, actor, reason],
  );
  await tx.query(`SELECT pg_notify('selection', 'model:' || $1)`, [programId]);
}

export async function rejectModel(tx: Queryable, programId: string, version: number): Promise<void> {
  await tx.query(`UPDATE selection_models SET state = 'rejected' WHERE program_id = $1 AND version = $2`, [
    programId,
    version,
  ]);
}

/** The version that was in charge before the present one, and still is whole; null when there is none to go back to. */
export async function readPreviousVersion(tx: Queryable, programId: string): Promise<number | null> {
  const { rows } = await tx.query<{ version: number }>(
    `SELECT m.version FROM selection_models m
     JOIN LATERAL (SELECT max(id) AS latest FROM model_publications p
       WHERE p.program_id = m.program_id AND p.version = m.version) AS publication ON true
     WHERE m.program_id = $1 AND m.state = 'retired' AND m.bytes IS NOT NULL AND m.version <
       (SELECT version FROM selection_models WHERE program_id = $1 AND state = 'published')
     ORDER BY publication.latest DESC LIMIT 1`,
    [programId],
  );
  return rows[0]?.version ?? null;
}

/** Forgets the bytes of all but the newest `keep` models that were ever in charge; their record stays. */
export async function pruneModels(db: Queryable, programId: string, keep: number): Promise<number> {
  const { rowCount } = await db.query(
    `UPDATE selection_models SET bytes = NULL
     WHERE program_id = $1 AND bytes IS NOT NULL AND state IN ('rejected', 'retired') AND version NOT IN
       (SELECT version FROM selection_models WHERE program_id = $1 AND published_at IS NOT NULL
        ORDER BY published_at DESC LIMIT $2)`,
    [programId, keep],
  );
  return rowCount ?? 0;
}

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
): Promise<void> {
  await tx.query(
    `INSERT INTO model_refreshes (refresh_id, program_id, outcome, version, reason) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [record.refreshId, record.programId, record.outcome, record.version, record.reason],
  );
}

/** How many customers' rankings the refresh worked out, once it is through. */
export async function recordRanked(db: Queryable, refreshId: string, ranked: number): Promise<void> {
  await db.query('UPDATE model_refreshes SET ranked = $2 WHERE refresh_id = $1', [refreshId, ranked]);
}

const refreshColumns = `refresh_id AS "refreshId", program_id AS "programId", outcome, version, reason, ranked,
  finished_at AS "finishedAt"`;

export async function readRefresh(db: Queryable, refreshId: string): Promise<RefreshRecord | null> {
  const { rows } = await db.query<RefreshRecord>(
    `SELECT ${refreshColumns} FROM model_refreshes WHERE refresh_id = $1`,
    [refreshId],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listRefreshes(db: Queryable, programId: string, limit: number): Promise<RefreshRecord[]> {
  const { rows } = await db.query<RefreshRecord>(
    `SELECT ${refreshColumns} FROM model_refreshes WHERE program_id = $1 ORDER BY finished_at DESC LIMIT $2`,
    [programId, limit],
  );
  return rows;
}

/** Newest first. */
export async function listPublications(
  db: Queryable,
  programId: string,
  limit: number,
): Promise<(Omit<Publication, 'programId'> & { publishedAt: Date })[]> {
  const { rows } = await db.query<Omit<Publication, 'programId'> & { publishedAt: Date }>(
    `SELECT version, previous_version AS "previousVersion", actor, reason, published_at AS "publishedAt"
     FROM model_publications WHERE program_id = $1 ORDER BY id DESC LIMIT $2`,
    [programId, limit],
  );
  return rows;
}
