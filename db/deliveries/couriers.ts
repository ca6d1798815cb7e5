import type { KnownPlace } from '#domain/delivery/location';
import type { LatLng } from '#domain/zone/types';
import type { Queryable } from '../pool';

export interface CourierRead {
  id: string;
  zoneId: string;
  onShiftUntil: Date | null;
  /** When an announced shift begins; null: it began when it was set. */
  shiftFrom: Date | null;
  capacity: number;
  /** The latest place that was believed, and when the courier was there by their phone. */
  known: KnownPlace | null;
  heardAt: Date;
}

interface Row extends Omit<CourierRead, 'known'> {
  lat: number | null;
  lng: number | null;
  locatedAt: Date | null;
}

const columns = `id, zone_id AS "zoneId", on_shift_until AS "onShiftUntil", shift_from AS "shiftFrom", capacity, lat,
  lng, located_at AS "locatedAt", heard_at AS "heardAt"`;

/** The shift of a row of `couriers` is running at `instant`; both are SQL. */
export const isRunning = (instant: string): string =>
  `(on_shift_until > ${instant} AND coalesce(shift_from <= ${instant}, true))`;

export async function readCourier(db: Queryable, id: string): Promise<CourierRead | null> {
  const { rows } = await db.query<Row>(`SELECT ${columns} FROM couriers WHERE id = $1`, [id]);
  return rows[0] ? courierOf(rows[0]) : null;
}

/**
 * The courier, locked until the transaction ends; null for one who never had a shift. All that a courier does takes
 * this lock first: see `lockDeliveries` for the order.
 */
export async function lockCourier(tx: Queryable, id: string): Promise<CourierRead | null> {
  const { rows } = await tx.query<Row>(`SELECT ${columns} FROM couriers WHERE id = $1 FOR NO KEY UPDATE`, [id]);
  return rows[0] ? courierOf(rows[0]) : null;
}

/** Locks the courier, and notes that they were heard of; returns them as they were before. */
export async function hearCourier(tx: Queryable, id: string, nowMs: number): Promise<CourierRead | null> {
  const courier = await lockCourier(tx, id);
  if (courier) await tx.query('UPDATE couriers SET heard_at = $2 WHERE id = $1', [id, new Date(nowMs)]);
  return courier;
}

export interface Shift {
  courierId: string;
  zoneId: string;
  /** Wall times, ms. `untilMs` null: off shift; `fromMs` null: from now on. */
  untilMs: number | null;
  fromMs: number | null;
  /** Where an announced shift begins; null: where the courier was last. */
  startPlace: LatLng | null;
  capacity: number;
}

/** Begins, changes or ends a shift. A place that was known in another zone is forgotten. */
export async function setShift(tx: Queryable, shift: Shift, nowMs: number): Promise<CourierRead> {
  const { courierId, zoneId, untilMs, fromMs, startPlace, capacity } = shift;
  const { rows } = await tx.query<Row>(
    `INSERT INTO couriers AS c (id, zone_id, on_shift_until, capacity, heard_at, shift_from, starts_lat, starts_lng)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (id) DO UPDATE SET zone_id = excluded.zone_id, on_shift_until = excluded.on_shift_until,
       shift_from = excluded.shift_from, starts_lat = excluded.starts_lat, starts_lng = excluded.starts_lng,
       capacity = excluded.capacity, heard_at = excluded.heard_at, updated_at = now(),
       lat = CASE WHEN c.zone_id = excluded.zone_id THEN c.lat END,
       lng = CASE WHEN c.zone_id = excluded.zone_id THEN c.lng END,
       located_at = CASE WHEN c.zone_id = excluded.zone_id THEN c.located_at END
     RETURNING ${columns}`,
    [
      courierId,
      zoneId,
      untilMs === null ? null : new Date(untilMs),
      capacity,
      new Date(nowMs),
      fromMs === null ? null : new Date(fromMs),
      startPlace?.lat ?? null,
      startPlace?.lng ?? null,
    ],
  );
  const [row] = rows;
  if (!row) throw new Error('INSERT ... RETURNING gave no row');
  return courierOf(row);
}

/** Where the courier is; only called with the courier locked, and with a place newer than the one that is known. */
export async function setLocation(tx: Queryable, courierId: string, { place, atMs }: KnownPlace): Promise<void> {
  await tx.query('UPDATE couriers SET lat = $2, lng = $3, located_at = $4, updated_at = now() WHERE id = $1', [
    courierId,
    place.lat,
    place.lng,
    new Date(atMs),
  ]);
}

function courierOf({ lat, lng, locatedAt, ...row }: Row): CourierRead {
  const isLocated = lat !== null && lng !== null && locatedAt !== null;
  return { ...row, known: isLocated ? { place: { lat, lng }, atMs: locatedAt.getTime() } : null };
}
