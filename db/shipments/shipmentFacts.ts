import type { ShipmentFacts } from '#domain/events/facts';
import type { Queryable } from '../pool';

/** What events say of a shipment. @throws Error when there is none: a bug of the caller. */
export async function readShipmentFacts(db: Queryable, shipmentId: string): Promise<ShipmentFacts> {
  const { rows } = await db.query<ShipmentFacts>(
    `SELECT p.id AS "shipmentId", s.id AS "subscriptionId", p.cycle, p.customer_id AS "customerId",
       p.program_id AS "programId", p.sku
     FROM shipments p LEFT JOIN subscriptions s ON s.id = p.subscription_id WHERE p.id = $1`,
    [shipmentId],
  );
  if (!rows[0]) throw new Error(`there is no shipment ${shipmentId}`);
  return rows[0];
}
