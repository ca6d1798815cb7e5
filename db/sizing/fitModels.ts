import type { FitFacts } from '#domain/sizing/facts';
import type { FitComparison } from '#domain/sizing/heldBack';
import type { ModelState } from '#domain/selection/lifecycle';
import type { Queryable } from '../pool';

export interface NewFitModel {
  programId: string;
  refreshId: string;
  /** The one in charge when it was trained. */
  parentVersion: number | null;
  bytes: Uint8Array;
  facts: FitFacts;
  /** Fits that it was trained on. */
  records: number;
  holdout: FitComparison;
}

/** Stores a candidate under the next version, and returns that. Call under `lockModels`, once per refresh. */
export async function insertFitCandidate(tx: Queryable, model: NewFitModel): Promise<number> {
  const { programId, refreshId, parentVersion, bytes, facts, records, holdout } = model;
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO fit_models (program_id, version, refresh_id, state, parent_version, bytes, facts, records, holdout)
     SELECT $1, coalesce(max(version), 0) + 1, $2, 'candidate', $3, $4, $5, $6, $7 FROM fit_models WHERE program_id = $1
     RETURNING version`,
    [programId, refreshId, parentVersion, Buffer.from(bytes), JSON.stringify(facts), records, JSON.stringify(holdout)],
  );
  return rows[0]!.version;
}

/** Null when its bytes are gone, or it never was. */
export async function readFitModel(
  db: Queryable,
  programId: string,
  version: number,
): Promise<{ bytes: Uint8Array; facts: FitFacts } | null> {
  const { rows } = await db.query<{ bytes: Buffer; facts: FitFacts }>(
    'SELECT bytes, facts FROM fit_models WHERE program_id = $1 AND version = $2 AND bytes IS NOT NULL',
    [programId, version],
  );
  return rows[0] ?? null;
}

export interface FitModelRead {
  version: number;
  refreshId: string;
  state: ModelState;
  parentVersion: number | null;
  records: number;
  /** Null: made before fits were held back, so that it knows them all. */
  holdout: FitComparison | null;
  /** Length; null once pruned. */
  bytes: number | null;
  createdAt: Date;
  publishedAt: Date | null;
}

const columns = `version, refresh_id AS "refreshId", state, parent_version AS "parentVersion", records, holdout,
  octet_length(bytes) AS bytes, created_at AS "createdAt", published_at AS "publishedAt"`;

export async function readFitModelRecord(
  db: Queryable,
  programId: string,
  version: number,
): Promise<FitModelRead | null> {
  const { rows } = await db.query<FitModelRead>(
    `SELECT ${columns} FROM fit_models WHERE program_id = $1 AND version = $2`,
    [programId, version],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listFitModels(db: Queryable, programId: string, limit: number): Promise<FitModelRead[]> {
  const { rows } = await db.query<FitModelRead>(
    `SELECT ${columns} FROM fit_models WHERE program_id = $1 ORDER BY version DESC LIMIT $2`,
    [programId, limit],
  );
  return rows;
}

/** Programs of which fit models are kept, with the versions that have bytes. */
export async function listKeptFitModels(db: Queryable): Promise<{ programId: string; version: number }[]> {
  const { rows } = await db.query<{ programId: string; version: number }>(
    `SELECT program_id AS "programId", version FROM fit_models WHERE bytes IS NOT NULL ORDER BY 1, 2`,
  );
  return rows;
}

/** Puts other bytes in the place of a model's; null: it has none any more. Call under `lockModels`. */
export async function replaceFitModelBytes(
  tx: Queryable,
  programId: string,
  version: number,
  bytes: Uint8Array | null,
): Promise<void> {
  await tx.query('UPDATE fit_models SET bytes = $3 WHERE program_id = $1 AND version = $2 AND bytes IS NOT NULL', [
    programId,
    version,
    bytes && Buffer.from(bytes),
  ]);
}

/** Customers who had all of theirs erased at that time or later. */
export async function listErasedSince(db: Queryable, since: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>('SELECT customer_id AS id FROM erasures WHERE erased_at >= $1', [
    since,
  ]);
  return rows.map(({ id }) => id);
}
