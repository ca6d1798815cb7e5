import { type CarriedDelivery, itineraryOf } from '#domain/delivery/itinerary';
import type { LatLng, Zone } from '#domain/zone/types';
import type { Queryable } from '../pool';
import { lockDeliveries } from './deliveryEvents';
import { readZone } from './zones';

interface Row {
  id: string;
  courierId: string;
  offerId: string;
  phase: CarriedDelivery['phase'];
  stationId: string;
  lat: number;
  lng: number;
  readyAt: Date;
}

/** What these couriers have accepted and not finished, by courier, in the order in which they go through it. */
export async function readCarried(
  db: Queryable,
  zone: Zone,
  courierIds: readonly string[],
): Promise<Map<string, CarriedDelivery[]>> {
  const { rows } = await db.query<Row>(
    `SELECT d.id, d.courier_id AS "courierId", coalesce(m.offer_id, d.id) AS "offerId", d.phase,
       d.station_id AS "stationId", d.lat, d.lng, d.ready_at AS "readyAt"
     FROM deliveries d
     LEFT JOIN offer_deliveries m ON m.delivery_id = d.id AND m.live
     LEFT JOIN offers o ON o.id = m.offer_id
     WHERE d.courier_id = ANY($1) AND d.ended_at IS NULL
     ORDER BY o.answered_at, m.offer_id, m.position, d.id`,
    [courierIds],
  );
  const carried = new Map<string, CarriedDelivery[]>(courierIds.map((id) => [id, []]));
  for (const { id, courierId, offerId, phase, stationId, lat, lng, readyAt } of rows) {
    const destination = { lat, lng };
    // A station that the zone no longer has: its deliveries are finished as if it were at their door.
    const station = zone.stations.find((known) => known.id === stationId)?.place ?? destination;
    carried.get(courierId)?.push({ id, offerId, phase, station, destination, readyAtMs: readyAt.getTime() });
  }
  return carried;
}

/** Works out anew when each delivery of a courier is expected. Only called with the courier locked. */
export async function refreshExpected(
  tx: Queryable,
  courier: { id: string; place: LatLng | null },
  zoneId: string,
  nowMs: number,
): Promise<void> {
  const zone = await readZone(tx, zoneId);
  if (!zone) return; // no longer published: what was expected stands
  const carried = (await readCarried(tx, zone, [courier.id])).get(courier.id) ?? [];
  if (carried.length === 0) return;
  const { arrivals } = itineraryOf(courier.place, nowMs, carried, zone.couriers.metersPerMinute);
  await lockDeliveries(
    tx,
    carried.map(({ id }) => id),
  );
  await tx.query(
    `UPDATE deliveries d SET expected_at = n.at FROM unnest($1::text[], $2::timestamptz[]) AS n(id, at)
     WHERE d.id = n.id AND d.ended_at IS NULL`,
    [arrivals.map(({ id }) => id), arrivals.map(({ atMs }) => new Date(atMs))],
  );
}
