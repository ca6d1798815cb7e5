import type { Queryable } from '../pool';

/** A delivery that was given to a courier. */
export interface AssignmentRead {
  deliveryId: string;
  courierId: string;
  /** The decision log has the batch that made this offer, and it says why. */
  explained: boolean;
}

/** Every accepted offer of these deliveries of one zone, held against the zone's decision log. */
export async function readAssignments(
  db: Queryable,
  zoneId: string,
  deliveryIds: readonly string[],
): Promise<AssignmentRead[]> {
  const { rows } = await db.query<AssignmentRead>(
    `WITH made AS MATERIALIZED (
       SELECT each ->> 'offerId' AS offer_id, each -> 'orderIds' AS order_ids
       FROM dispatch_decisions, jsonb_array_elements(decision -> 'offers') AS each WHERE zone_id = $1
     )
     SELECT m.delivery_id AS "deliveryId", o.courier_id AS "courierId",
       o.explanation <> '{}' AND EXISTS (
         SELECT FROM made WHERE made.offer_id = o.id AND made.order_ids ? m.delivery_id) AS explained
     FROM offer_deliveries m JOIN offers o ON o.id = m.offer_id
     WHERE o.state = 'accepted' AND o.zone_id = $1 AND m.delivery_id = ANY($2)
     ORDER BY o.answered_at`,
    [zoneId, deliveryIds],
  );
  return rows;
}

/** Offers that were ever made for these deliveries; one of a bundle counts once. */
export async function countOffers(db: Queryable, deliveryIds: readonly string[]): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'SELECT count(DISTINCT offer_id) AS count FROM offer_deliveries WHERE delivery_id = ANY($1)',
    [deliveryIds],
  );
  return rows[0]?.count ?? 0;
}
