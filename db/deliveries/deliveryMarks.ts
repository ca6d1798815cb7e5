import type { Queryable } from '../pool';
import { recordOfEach } from './deliveryEvents';

/** The promise is in danger: known to the customer, and before all others of the zone from now on. Once. */
export async function markAtRisk(tx: Queryable, deliveryId: string, atMs: number): Promise<boolean> {
  const ids = await marked(
    tx,
    `UPDATE deliveries SET at_risk_at = $2, priority = greatest(priority, 1), updated_at = now()
     WHERE id = ANY($1) AND at_risk_at IS NULL AND ended_at IS NULL RETURNING id`,
    [deliveryId],
    atMs,
  );
  await recordOfEach(tx, ids, { kind: 'atRisk', atMs });
  return ids.length === 1;
}

/**
 * The promises of these deliveries were not kept: once each, and never of one that ended in time. Whatever ends a
 * delivery too late calls it in its own transaction, so that the row tells the truth though no worker is up.
 */
export async function markMissed(tx: Queryable, deliveryIds: readonly string[], atMs: number): Promise<void> {
  const ids = await marked(
    tx,
    `UPDATE deliveries SET missed_at = $2, updated_at = now()
     WHERE id = ANY($1) AND missed_at IS NULL AND (ended_at IS NULL OR ended_at > due_at) RETURNING id`,
    deliveryIds,
    atMs,
  );
  await recordOfEach(tx, ids, { kind: 'missed', atMs });
}

/** The IDs of the rows that an UPDATE changed. */
async function marked(tx: Queryable, sql: string, ids: readonly string[], atMs: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(sql, [ids, new Date(atMs)]);
  return rows.map(({ id }) => id);
}
