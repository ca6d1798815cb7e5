import type { ModelKind } from '#domain/selection/lifecycle';
import type { Queryable } from '../pool';
import { modelTables } from './models';

export interface Publication {
  /** Left out: of selection. */
  kind?: ModelKind;
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
  const { kind = 'selection', programId, version, previousVersion, actor, reason } = publication;
  const table = modelTables[kind];
  await tx.query(
    `UPDATE ${table} SET state = 'retired' WHERE program_id = $1 AND state = 'published' AND version <> $2`,
    [programId, version],
  );
  await tx.query(
    `UPDATE ${table} SET state = 'published', published_at = now() WHERE program_id = $1 AND version = $2`,
    [programId, version],
  );
  await tx.query(
    `INSERT INTO model_publications (kind, program_id, version, previous_version, actor, reason)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [kind, programId, version, previousVersion, actor, reason],
  );
  await tx.query(`SELECT pg_notify('selection', 'model:' || $1)`, [programId]);
}

export async function rejectModel(
  tx: Queryable,
  programId: string,
  version: number,
  kind: ModelKind = 'selection',
): Promise<void> {
  await tx.query(`UPDATE ${modelTables[kind]} SET state = 'rejected' WHERE program_id = $1 AND version = $2`, [
    programId,
    version,
  ]);
}

/** The version that was in charge before the present one, and still is whole; null when there is none to go back to. */
export async function readPreviousVersion(
  tx: Queryable,
  programId: string,
  kind: ModelKind = 'selection',
): Promise<number | null> {
  const table = modelTables[kind];
  const { rows } = await tx.query<{ version: number }>(
    `SELECT m.version FROM ${table} m
     JOIN LATERAL (SELECT max(id) AS latest FROM model_publications p
       WHERE p.kind = $2 AND p.program_id = m.program_id AND p.version = m.version) AS publication ON true
     WHERE m.program_id = $1 AND m.state = 'retired' AND m.bytes IS NOT NULL AND m.version <
       (SELECT version FROM ${table} WHERE program_id = $1 AND state = 'published')
     ORDER BY publication.latest DESC LIMIT 1`,
    [programId, kind],
  );
  return rows[0]?.version ?? null;
}

/** Forgets the bytes of all but the newest `keep` models that were ever in charge; their record stays. */
export async function pruneModels(
  db: Queryable,
  programId: string,
  keep: number,
  kind: ModelKind = 'selection',
): Promise<number> {
  const table = modelTables[kind];
  const { rowCount } = await db.query(
    `UPDATE ${table} SET bytes = NULL${kind === 'fit' ? ', facts = NULL' : ''}
     WHERE program_id = $1 AND bytes IS NOT NULL AND state IN ('rejected', 'retired') AND version NOT IN
       (SELECT version FROM ${table} WHERE program_id = $1 AND published_at IS NOT NULL
        ORDER BY published_at DESC LIMIT $2)`,
    [programId, keep],
  );
  return rowCount ?? 0;
}

export type PublicationRead = Omit<Publication, 'programId' | 'kind'> & { publishedAt: Date };

/** Newest first. */
export async function listPublications(
  db: Queryable,
  programId: string,
  limit: number,
  kind: ModelKind = 'selection',
): Promise<PublicationRead[]> {
  const { rows } = await db.query<PublicationRead>(
    `SELECT version, previous_version AS "previousVersion", actor, reason, published_at AS "publishedAt"
     FROM model_publications WHERE program_id = $1 AND kind = $3 ORDER BY id DESC LIMIT $2`,
    [programId, limit, kind],
  );
  return rows;
}
