import type { ModelKind, ModelState } from '#domain/selection/lifecycle';
import type { ModelFacts } from '#domain/selection/model/types';
import type { Queryable } from '../pool';

/** How two models did on the same choices, the newest ones, which neither was trained on. */
export interface HoldoutComparison {
  customers: number;
  hitRateAt10: number;
  ndcgAt10: number;
  /** The model in charge, on the same choices; null when there is none. */
  running: { version: number; hitRateAt10: number; ndcgAt10: number } | null;
  /** By how much the NDCG may be lower and still count as no worse. */
  tolerance: number;
}

export interface ModelMetrics {
  holdout: HoldoutComparison;
  facts: ModelFacts;
}

export interface NewModel {
  programId: string;
  refreshId: string;
  parentVersion: number | null;
  bytes: Uint8Array;
  weights: unknown;
  /** As text: a transaction ID of 64 bits. */
  trainedUntilTx: string;
  metrics: ModelMetrics;
}

export interface ModelRead {
  programId: string;
  version: number;
  refreshId: string;
  parentVersion: number | null;
  state: ModelState;
  weights: unknown;
  metrics: ModelMetrics;
  bytes: number | null;
  createdAt: Date;
  publishedAt: Date | null;
}

const columns = `program_id AS "programId", version, refresh_id AS "refreshId", parent_version AS "parentVersion", state,
  weights, metrics, octet_length(bytes) AS bytes, created_at AS "createdAt", published_at AS "publishedAt"`;

/** Whoever makes or publishes models of a program stands in one line; sign-ups are not in the way. */
export async function lockModels(tx: Queryable, programId: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM programs WHERE id = $1 FOR NO KEY UPDATE', [programId]);
  return rowCount === 1;
}

/** Stores a candidate under the next version; a refresh that stored one before keeps that. Call under `lockModels`. */
export async function insertCandidate(tx: Queryable, model: NewModel): Promise<number> {
  await tx.query(
    `INSERT INTO selection_models
       (program_id, version, refresh_id, parent_version, state, bytes, weights, trained_until_tx, metrics)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, 'candidate', $4, $5, $6::xid8, $7
     FROM selection_models WHERE program_id = $1
     ON CONFLICT (refresh_id) DO NOTHING`,
    [
      model.programId,
      model.refreshId,
      model.parentVersion,
      Buffer.from(model.bytes),
      JSON.stringify(model.weights),
      model.trainedUntilTx,
      JSON.stringify(model.metrics),
    ],
  );
  const stored = await readModelOfRefresh(tx, model.refreshId);
  if (!stored) throw new Error(`the model of ${model.refreshId} is gone right after it was stored`);
  return stored.version;
}

export async function readModelOfRefresh(db: Queryable, refreshId: string): Promise<ModelRead | null> {
  const { rows } = await db.query<ModelRead>(`SELECT ${columns} FROM selection_models WHERE refresh_id = $1`, [
    refreshId,
  ]);
  return rows[0] ?? null;
}

export async function readModel(db: Queryable, programId: string, version: number): Promise<ModelRead | null> {
  const { rows } = await db.query<ModelRead>(
    `SELECT ${columns} FROM selection_models WHERE program_id = $1 AND version = $2`,
    [programId, version],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listModels(db: Queryable, programId: string, limit: number): Promise<ModelRead[]> {
  const { rows } = await db.query<ModelRead>(
    `SELECT ${columns} FROM selection_models WHERE program_id = $1 ORDER BY version DESC LIMIT $2`,
    [programId, limit],
  );
  return rows;
}

/** Where the models of each kind are. */
export const modelTables: Record<ModelKind, string> = { selection: 'selection_models', fit: 'fit_models' };

/** The version in charge; null when there is none. */
export async function readPublishedVersion(
  db: Queryable,
  programId: string,
  kind: ModelKind = 'selection',
): Promise<number | null> {
  const { rows } = await db.query<{ version: number }>(
    `SELECT version FROM ${modelTables[kind]} WHERE program_id = $1 AND state = 'published'`,
    [programId],
  );
  return rows[0]?.version ?? null;
}

/** The encoded model; null when it was pruned, or never was. */
export async function readModelBytes(
  db: Queryable,
  programId: string,
  version: number,
  kind: ModelKind = 'selection',
): Promise<Uint8Array | null> {
  const { rows } = await db.query<{ bytes: Buffer | null }>(
    `SELECT bytes FROM ${modelTables[kind]} WHERE program_id = $1 AND version = $2`,
    [programId, version],
  );
  return rows[0]?.bytes ?? null;
}
