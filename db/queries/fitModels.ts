import type { FitFacts } from '../../domain/sizing/facts';
import type { Queryable } from '../pool';

export interface NewFitModel {
  programId: string;
  refreshId: string;
  bytes: Uint8Array;
  facts: FitFacts;
  records: number;
}

/** Has this refresh made its fit model already? */
export async function hasFitModelOf(db: Queryable, refreshId: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT FROM fit_models WHERE refresh_id = $1', [refreshId]);
  return rowCount === 1;
}

/**
 * Puts a fit model in charge under the next version, once per refresh, forgets the ones before, and tells every process
 * (NOTIFY goes out with the commit). Call under `lockModels`.
 */
export async function publishFitModel(tx: Queryable, model: NewFitModel): Promise<void> {
  const { programId, refreshId, bytes, facts, records } = model;
  const { rows } = await tx.query<{ version: number }>(
    `INSERT INTO fit_models (program_id, version, refresh_id, bytes, facts, records)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 FROM fit_models WHERE program_id = $1
     ON CONFLICT (refresh_id) DO NOTHING RETURNING version`,
    [programId, refreshId, Buffer.from(bytes), JSON.stringify(facts), records],
  );
  if (!rows[0]) return;
  await tx.query('UPDATE fit_models SET bytes = NULL, facts = NULL WHERE program_id = $1 AND version < $2', [
    programId,
    rows[0].version,
  ]);
  await tx.query(`SELECT pg_notify('selection', 'model:' || $1)`, [programId]);
}

/** Null when another one is in charge since, or it never was. */
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
