import type { Queryable } from '../pool';

/** Numbers of a subscription's cycles that were sent on their way and have not ended there; their shipment may have no row yet. */
export async function listUnendedCycles(db: Queryable, subscriptionId: string): Promise<number[]> {
  const { rows } = await db.query<{ number: number }>(
    `SELECT c.number FROM cycles c LEFT JOIN shipments s ON s.subscription_id = c.subscription_id AND s.cycle = c.number
     WHERE c.subscription_id = $1 AND c.status = 'shipped' AND (s.id IS NULL OR s.phase NOT IN ('done', 'abandoned'))
     ORDER BY c.number`,
    [subscriptionId],
  );
  return rows.map(({ number }) => number);
}

/** False also while its row is not there yet. */
export async function isShipmentEnded(db: Queryable, subscriptionId: string, cycle: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT FROM shipments WHERE subscription_id = $1 AND cycle = $2 AND phase IN ('done', 'abandoned')`,
    [subscriptionId, cycle],
  );
  return rowCount === 1;
}

/** Number of the newest cycle that has a shipment; 0: none has. */
export async function readLastShipped(db: Queryable, subscriptionId: string): Promise<number> {
  const { rows } = await db.query<{ number: number }>(
    'SELECT coalesce(max(cycle), 0)::integer AS number FROM shipments WHERE subscription_id = $1',
    [subscriptionId],
  );
  return rows[0]?.number ?? 0;
}
