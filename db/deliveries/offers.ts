import { phasesTaking } from '#domain/delivery/transitions';
import type { Queryable } from '../pool';
import { endMoves } from './courierMoves';
import { isRunning } from './couriers';
import { wakeDispatcher } from './deliveryEvents';
import { releaseOffers, tellDeliveries } from './offerEnds';

export type OfferState = 'open' | 'accepted' | 'declined' | 'expired' | 'withdrawn';

export interface NewOffer {
  offerId: string;
  zoneId: string;
  courierId: string;
  /** One bundle of one station, in the order of drop-offs. */
  deliveryIds: readonly string[];
  /** Why this courier, as the dispatcher explains it. */
  explanation: unknown;
  /** Wall time, ms. */
  expiresAtMs: number;
}

/**
 * Offers a bundle to a courier. False, and nothing was changed, when one of its deliveries got another live offer or a
 * courier meanwhile, or this courier went off shift. True for a repeat of an offer that was made.
 *
 * The deliveries are locked first, so that what is checked still holds when the rows are written; the partial unique
 * index `offer_deliveries_live` would refuse anything that slipped past. It never waits for a lock, so that a batch may
 * make any number of offers in one transaction: what is being changed by somebody else is left to the next batch.
 */
export async function createOffer(tx: Queryable, offer: NewOffer, nowMs: number): Promise<boolean> {
  const { offerId, zoneId, courierId, deliveryIds, explanation, expiresAtMs } = offer;
  const made = await tx.query('SELECT 1 FROM offers WHERE id = $1', [offerId]);
  if (made.rowCount === 1) return true;
  const onShift = await tx.query(
    `SELECT 1 FROM couriers WHERE id = $1 AND zone_id = $2 AND ${isRunning('$3')} FOR NO KEY UPDATE SKIP LOCKED`,
    [courierId, zoneId, new Date(nowMs)],
  );
  if (onShift.rowCount !== 1) return false;
  const lock = 'SELECT 1 FROM deliveries WHERE id = ANY($1) FOR NO KEY UPDATE SKIP LOCKED';
  const locked = await tx.query(lock, [deliveryIds]);
  if (locked.rowCount !== deliveryIds.length) return false;
  // A statement of its own, which sees what was committed until the locks were had.
  const { rowCount } = await tx.query(
    `SELECT 1 FROM deliveries d WHERE id = ANY($1) AND zone_id = $2 AND phase = ANY($3) AND courier_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM offer_deliveries o WHERE o.delivery_id = d.id AND o.live)`,
    [deliveryIds, zoneId, phasesTaking('accepted')],
  );
  if (rowCount !== deliveryIds.length || deliveryIds.length === 0) return false;
  await tx.query(
    `INSERT INTO offers (id, zone_id, courier_id, state, explanation, expires_at, created_at)
     VALUES ($1, $2, $3, 'open', $4, $5, $6)`,
    [offerId, zoneId, courierId, JSON.stringify(explanation), new Date(expiresAtMs), new Date(nowMs)],
  );
  await tx.query(
    `INSERT INTO offer_deliveries (offer_id, delivery_id, position, live)
     SELECT $1, n.id, n.place - 1, true FROM unnest($2::text[]) WITH ORDINALITY AS n(id, place)`,
    [offerId, deliveryIds],
  );
  await endMoves(tx, [courierId], nowMs);
  await tellDeliveries(tx, offerId, deliveryIds, 'offered', nowMs, courierId);
  return true;
}

export interface OfferRead {
  id: string;
  zoneId: string;
  courierId: string;
  state: OfferState;
  expiresAt: Date;
  /** In the order of drop-offs. Never changes. */
  deliveryIds: string[];
}

export async function readOffer(db: Queryable, offerId: string): Promise<OfferRead | null> {
  const { rows } = await db.query<OfferRead>(
    `SELECT id, zone_id AS "zoneId", courier_id AS "courierId", state, expires_at AS "expiresAt",
       (SELECT array_agg(delivery_id ORDER BY position) FROM offer_deliveries WHERE offer_id = id) AS "deliveryIds"
     FROM offers WHERE id = $1`,
    [offerId],
  );
  return rows[0] ?? null;
}

/**
 * Answers an open offer that has not expired; false when it is answered, expired or withdrawn. Of any number of
 * answers at once, one finds it open.
 */
export async function answerOffer(
  tx: Queryable,
  offerId: string,
  answer: 'accepted' | 'declined',
  nowMs: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE offers SET state = $2, answered_at = $3 WHERE id = $1 AND state = 'open' AND expires_at > $3`,
    [offerId, answer, new Date(nowMs)],
  );
  return rowCount === 1;
}

/** Gives all deliveries of an accepted offer to its courier: true; or not all are to be had: false, roll back. */
export async function takeDeliveries(tx: Queryable, offer: OfferRead, nowMs: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE deliveries SET phase = 'accepted', courier_id = $2, accepted_at = $3, updated_at = now()
     WHERE id = ANY($1) AND phase = ANY($4) AND courier_id IS NULL`,
    [offer.deliveryIds, offer.courierId, new Date(nowMs), phasesTaking('accepted')],
  );
  return rowCount === offer.deliveryIds.length;
}

/** Lets go of a bundle that its courier declined, and asks the dispatcher for another one. */
export async function releaseDeclined(tx: Queryable, offer: OfferRead, nowMs: number): Promise<void> {
  await releaseOffers(tx, [offer.id]);
  await tellDeliveries(tx, offer.id, offer.deliveryIds, 'declined', nowMs, offer.courierId);
  await wakeDispatcher(tx, offer.zoneId);
}
