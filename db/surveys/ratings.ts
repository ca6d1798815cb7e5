import { rateEvent } from '#domain/events/facts';
import type { Queryable } from '../pool';
import { readBusinessTime } from '../subscriptions/businessTime';
import { recordEvents } from '../events/events';
import { readShipmentFacts } from '../shipments/shipmentFacts';

export interface Rating {
  stars: number;
  comment: string | null;
  createdAt: Date;
}

export interface NewRating {
  shipmentId: string;
  customerId: string;
  programId: string;
  sku: string;
  stars: number;
  comment: string | null;
}

/**
 * Rates a shipment, once, and tells of it as an event. Returns the rating that stands, which is another one when it was
 * rated before.
 */
export async function insertRating(tx: Queryable, rating: NewRating): Promise<Rating & { isNew: boolean }> {
  const { rowCount } = await tx.query(
    `INSERT INTO ratings (shipment_id, customer_id, program_id, sku, stars, comment)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
    [rating.shipmentId, rating.customerId, rating.programId, rating.sku, rating.stars, rating.comment],
  );
  const { rows } = await tx.query<Rating>(
    `SELECT stars, comment, created_at AS "createdAt" FROM ratings WHERE shipment_id = $1`,
    [rating.shipmentId],
  );
  const [standing] = rows;
  if (!standing) throw new Error(`the rating of ${rating.shipmentId} is gone right after it was stored`);
  const isNew = rowCount === 1;
  if (isNew) await tellOf(tx, rating.shipmentId, standing);
  return { ...standing, isNew };
}

async function tellOf(tx: Queryable, shipmentId: string, { stars, createdAt }: Rating): Promise<void> {
  const facts = await readShipmentFacts(tx, shipmentId);
  const atMs = await readBusinessTime(tx, facts.subscriptionId, createdAt.getTime());
  await recordEvents(tx, [rateEvent(facts, stars, atMs)]);
}
