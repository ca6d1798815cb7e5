import { itineraryOf } from '#domain/delivery/itinerary';
import { phasesTaking } from '#domain/delivery/transitions';
import type { LatLng, Zone } from '#domain/zone/types';
import type { Queryable } from '../pool';
import { readCarried } from './carried';
import { readMoves } from './courierMoves';
import { isRunning } from './couriers';
import { hourMs, minuteMs } from '#domain/time';

/**
 * Who declined an order, or let an offer of it pass, is not asked again for this long: long enough to ask everybody
 * else, short enough that an order which all declined once is not left to starve.
 */
const declineHoldsMs = 10 * minuteMs;

export interface AvailableCourier {
  id: string;
  /** Where the courier was last, or where an announced shift begins. */
  place: LatLng;
  /**
   * Where and when (wall ms) the courier is free: after the last drop-off of what they carry; now, with nothing; not
   * before an announced shift begins.
   */
  freePlace: LatLng;
  freeAtMs: number;
  /** End of the shift, wall ms. */
  offDutyAtMs: number;
  /** The most deliveries carried at once. */
  capacity: number;
  /** The station where dispatch would have the courier wait, while that stands. */
  headedFor: string | null;
  /** Is thinking about an offer: nothing else can be planned with them until they answer. */
  hasOpenOffer: boolean;
}

export interface WaitingDelivery {
  id: string;
  stationId: string;
  station: LatLng;
  destination: LatLng;
  /** Business times, ms. */
  placedAtMs: number;
  readyAtMs: number;
  dueAtMs: number;
  priority: number;
  /** Couriers who declined it, gave it up, or let an offer of it expire, not long ago. */
  declinedBy: string[];
}

export interface ZoneState {
  zone: Zone;
  couriers: AvailableCourier[];
  /** Deliveries that no courier has and that are on no live offer. */
  deliveries: WaitingDelivery[];
  /** Deliveries of the zone that have not ended, offered and carried ones included: none, and the zone is idle. */
  openDeliveries: number;
}

/**
 * What a batch decides on. Read without locks: an answer of a courier may come in between, and `createOffer` looks
 * again.
 */
export async function readDispatchState(db: Queryable, zone: Zone, nowMs: number): Promise<ZoneState> {
  const couriers = await readCouriers(db, zone, nowMs);
  const deliveries = await readWaiting(db, zone, nowMs);
  const { rows } = await db.query<{ open: number }>(
    'SELECT count(*)::integer AS open FROM deliveries WHERE zone_id = $1 AND ended_at IS NULL',
    [zone.id],
  );
  return { zone, couriers, deliveries, openDeliveries: rows[0]?.open ?? 0 };
}

interface CourierRow {
  id: string;
  lat: number;
  lng: number;
  onShiftUntil: Date;
  shiftFrom: Date | null;
  capacity: number;
  offered: number;
}

/** Announced shifts are planned with from this long before they begin; plans look no further. */
const announcedMs = hourMs;

async function readCouriers(db: Queryable, zone: Zone, nowMs: number): Promise<AvailableCourier[]> {
  const { silentSeconds, metersPerMinute } = zone.couriers;
  const { rows } = await db.query<CourierRow>(
    `SELECT c.id, on_shift_until AS "onShiftUntil", shift_from AS "shiftFrom", capacity,
       CASE WHEN shift_from > $2 THEN coalesce(starts_lat, lat) ELSE lat END AS lat,
       CASE WHEN shift_from > $2 THEN coalesce(starts_lng, lng) ELSE lng END AS lng,
       (SELECT count(*)::integer FROM offers o JOIN offer_deliveries m ON m.offer_id = o.id
        WHERE o.courier_id = c.id AND o.state = 'open' AND m.live) AS offered
     FROM couriers c
     WHERE c.zone_id = $1 AND (
       ${isRunning('$2')} AND heard_at >= $3 AND lat IS NOT NULL
       OR shift_from > $2 AND shift_from <= $4 AND coalesce(starts_lat, lat) IS NOT NULL)
     ORDER BY c.id`,
    [zone.id, new Date(nowMs), new Date(nowMs - silentSeconds * 1_000), new Date(nowMs + announcedMs)],
  );
  const ids = rows.map(({ id }) => id);
  const carried = await readCarried(db, zone, ids);
  const moves = await readMoves(db, ids, nowMs);
  return rows.map(({ id, lat, lng, onShiftUntil, shiftFrom, capacity, offered }) => {
    const place = { lat, lng };
    const load = carried.get(id) ?? [];
    const { freeAtMs, freePlace } = itineraryOf(place, nowMs, load, metersPerMinute);
    return {
      id,
      place,
      freePlace: freePlace ?? place,
      freeAtMs: Math.max(freeAtMs, shiftFrom?.getTime() ?? 0),
      offDutyAtMs: onShiftUntil.getTime(),
      capacity,
      headedFor: moves.get(id)?.stationId ?? null,
      hasOpenOffer: offered > 0,
    };
  });
}

interface DeliveryRow {
  id: string;
  stationId: string;
  lat: number;
  lng: number;
  orderedAt: Date;
  readyAt: Date;
  dueAt: Date;
  priority: number;
  declinedBy: string[];
}

async function readWaiting(db: Queryable, zone: Zone, nowMs: number): Promise<WaitingDelivery[]> {
  const { rows } = await db.query<DeliveryRow>(
    `SELECT d.id, d.station_id AS "stationId", d.lat, d.lng, d.ordered_at AS "orderedAt", d.ready_at AS "readyAt",
       d.due_at AS "dueAt", d.priority,
       ARRAY(SELECT DISTINCT o.courier_id FROM offer_deliveries m JOIN offers o ON o.id = m.offer_id
             WHERE m.delivery_id = d.id AND o.state IN ('declined', 'expired', 'accepted') AND o.answered_at > $2
             ORDER BY 1) AS "declinedBy"
     FROM deliveries d
     WHERE d.zone_id = $1 AND d.ended_at IS NULL AND d.phase = ANY($3) AND d.courier_id IS NULL
       AND NOT EXISTS (SELECT 1 FROM offer_deliveries m WHERE m.delivery_id = d.id AND m.live)
     ORDER BY d.priority DESC, d.due_at, d.id`,
    [zone.id, new Date(nowMs - declineHoldsMs), phasesTaking('accepted')],
  );
  return rows.map(({ id, stationId, lat, lng, orderedAt, readyAt, dueAt, priority, declinedBy }) => ({
    id,
    stationId,
    station: zone.stations.find((station) => station.id === stationId)?.place ?? { lat, lng },
    destination: { lat, lng },
    placedAtMs: orderedAt.getTime(),
    readyAtMs: readyAt.getTime(),
    dueAtMs: dueAt.getTime(),
    priority,
    declinedBy,
  }));
}

/** Stores what a batch decided, with its reasons. Once: a repeat of the same batch adds nothing. */
export async function recordDecision(tx: Queryable, zoneId: string, atMs: number, decision: unknown): Promise<void> {
  await tx.query(
    `INSERT INTO dispatch_decisions (zone_id, decided_at, decision)
     SELECT $1::text, $2::timestamptz, $3::jsonb WHERE NOT EXISTS (
       SELECT 1 FROM dispatch_decisions WHERE zone_id = $1 AND decided_at = $2)`,
    [zoneId, new Date(atMs), JSON.stringify(decision)],
  );
}
