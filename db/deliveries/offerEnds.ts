import type { Queryable } from '../pool';
import { lockDeliveries, recordOfEach } from './deliveryEvents';

/** Ends the zone's offers that stood for too long; returns their IDs. Their deliveries can be offered again at once. */
export async function expireOffers(tx: Queryable, zoneId: string, nowMs: number): Promise<string[]> {
  const overdue = `state = 'open' AND zone_id = $1 AND expires_at <= $2`;
  const { rows } = await tx.query<{ delivery_id: string }>(
    `SELECT delivery_id FROM offer_deliveries JOIN offers ON offers.id = offer_id WHERE ${overdue}`,
    [zoneId, new Date(nowMs)],
  );
  if (rows.length === 0) return [];
  await lockDeliveries(
    tx,
    rows.map((row) => row.delivery_id),
  );
  const expired = await tx.query<{ id: string; courier_id: string; deliveryIds: string[] }>(
    `UPDATE offers SET state = 'expired', answered_at = $2 WHERE ${overdue} RETURNING id, courier_id,
       (SELECT array_agg(delivery_id ORDER BY position) FROM offer_deliveries WHERE offer_id = id) AS "deliveryIds"`,
    [zoneId, new Date(nowMs)],
  );
  const ids = expired.rows.map(({ id }) => id);
  await releaseOffers(tx, ids);
  for (const { id, courier_id, deliveryIds } of expired.rows) {
    await tellDeliveries(tx, id, deliveryIds, 'offerExpired', nowMs, courier_id);
  }
  return ids;
}

/** Withdraws the open offer of a delivery that was called off, and takes it out of an accepted one. */
export async function withdrawOffersOf(tx: Queryable, deliveryId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE offers SET state = 'withdrawn', answered_at = now() WHERE state = 'open'
       AND id IN (SELECT offer_id FROM offer_deliveries WHERE delivery_id = $1 AND live) RETURNING id`,
    [deliveryId],
  );
  await releaseOffers(
    tx,
    rows.map(({ id }) => id),
  );
  await letGoOf(tx, [deliveryId]);
}

/** Withdraws what is offered to a courier who went off shift. */
export async function withdrawOffersTo(tx: Queryable, courierId: string): Promise<void> {
  const { rows } = await tx.query<{ id: string }>(
    `UPDATE offers SET state = 'withdrawn', answered_at = now() WHERE state = 'open' AND courier_id = $1 RETURNING id`,
    [courierId],
  );
  await releaseOffers(
    tx,
    rows.map(({ id }) => id),
  );
}

/** These deliveries are no longer spoken for: they ended, or lost their courier. */
export async function letGoOf(tx: Queryable, deliveryIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE offer_deliveries SET live = false WHERE delivery_id = ANY($1) AND live', [deliveryIds]);
}

/** The deliveries of these offers can be offered again. */
export async function releaseOffers(tx: Queryable, offerIds: readonly string[]): Promise<void> {
  await tx.query('UPDATE offer_deliveries SET live = false WHERE offer_id = ANY($1) AND live', [offerIds]);
}

/** Records in each delivery what became of an offer of it. */
export async function tellDeliveries(
  tx: Queryable,
  offerId: string,
  deliveryIds: readonly string[],
  kind: 'offered' | 'declined' | 'offerExpired',
  atMs: number,
  courierId: string,
): Promise<void> {
  await recordOfEach(tx, deliveryIds, { kind, atMs, data: { offerId, courierId } });
}
