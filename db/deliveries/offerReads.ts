import type { DeliveryPhase } from '#domain/delivery/types';
import type { Queryable } from '../pool';

/** One delivery of an offer, as its courier sees it. */
export interface OfferedDelivery {
  id: string;
  stationId: string;
  phase: DeliveryPhase;
  lat: number;
  lng: number;
  readyAt: Date;
  isPacked: boolean;
  dueAt: Date;
  expectedAt: Date | null;
  /** For the courier who accepted it, and nobody before. */
  address: { name: string; line1: string; line2: string | null; city: string; postalCode: string } | null;
}

export interface CourierOffer {
  id: string;
  zoneId: string;
  state: 'open' | 'accepted';
  expiresAt: Date;
  /** What is left of it, in the order of drop-offs. */
  deliveries: OfferedDelivery[];
}

interface Row extends OfferedDelivery {
  offerId: string;
  zoneId: string;
  state: CourierOffer['state'];
  expiresAt: Date;
}

/** What a courier may answer now, and what they have accepted and not finished; oldest first. */
export async function listOffers(db: Queryable, courierId: string, nowMs: number): Promise<CourierOffer[]> {
  const { rows } = await db.query<Row>(
    `SELECT o.id AS "offerId", o.zone_id AS "zoneId", o.state, o.expires_at AS "expiresAt", d.id,
       d.station_id AS "stationId", d.phase, d.lat, d.lng, d.ready_at AS "readyAt",
       d.packed_at IS NOT NULL AS "isPacked", d.due_at AS "dueAt", d.expected_at AS "expectedAt",
       CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('name', a.name, 'line1', a.line1, 'line2', a.line2,
         'city', a.city, 'postalCode', a.postal_code) END AS address
     FROM offers o
     JOIN offer_deliveries m ON m.offer_id = o.id AND m.live
     JOIN deliveries d ON d.id = m.delivery_id
     LEFT JOIN shipments s ON s.id = d.id AND o.state = 'accepted'
     LEFT JOIN addresses a ON a.id = s.address_id
     WHERE o.courier_id = $1 AND (o.state = 'accepted' OR (o.state = 'open' AND o.expires_at > $2))
     ORDER BY o.created_at, o.id, m.position`,
    [courierId, new Date(nowMs)],
  );
  const offers = new Map<string, CourierOffer>();
  for (const { offerId, zoneId, state, expiresAt, ...delivery } of rows) {
    const offer = offers.get(offerId) ?? { id: offerId, zoneId, state, expiresAt, deliveries: [] };
    offer.deliveries.push(delivery);
    offers.set(offerId, offer);
  }
  return [...offers.values()];
}
