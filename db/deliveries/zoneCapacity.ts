import type { PromiseRules } from '#domain/zone/types';
import { deliveriesOf, hasPlace, quartersAround, quartersBeside } from '#domain/promise/index';
import type { Queryable } from '../pool';

/** One quarter-hour of a zone: see `promise_windows`. */
export interface WindowKey {
  zoneId: string;
  startsAtMs: number;
}

/**
 * Lets go of holds that ran out, and of their places. Run before windows are read or taken, so that no timer is
 * needed. Holds that another caller is letting go of are passed over, and windows are locked in one order, so that
 * callers never wait for each other in a circle; run it outside the transaction that takes a place.
 */
export async function releaseExpiredHolds(db: Queryable, nowMs: number): Promise<void> {
  await db.query(
    `WITH expired AS (
       UPDATE promises SET state = 'released'
       WHERE id IN (SELECT id FROM promises WHERE state = 'held' AND expires_at <= $1
         ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED)
       RETURNING zone_id, window_starts_at
     ), freed AS (
       SELECT zone_id, window_starts_at AS starts_at, count(*) AS places FROM expired GROUP BY 1, 2
     ), locked AS (
       SELECT w.zone_id, w.starts_at, freed.places FROM promise_windows w JOIN freed USING (zone_id, starts_at)
       ORDER BY w.zone_id, w.starts_at FOR UPDATE OF w
     )
     UPDATE promise_windows w SET taken = taken - locked.places FROM locked
     WHERE w.zone_id = locked.zone_id AND w.starts_at = locked.starts_at`,
    [new Date(nowMs)],
  );
}

/**
 * Takes one place of a window; false when it is full, or an hour around it. `couriers` are those of its quarter-hour and
 * of the ones beside it. Takers of a zone come one after the other until their transactions end, since neighbouring
 * windows share their couriers: a hundred takers of seven places get seven. Capacity that sank below what is taken
 * takes nothing back; it only closes the window.
 */
export async function takePlace(
  tx: Queryable,
  { zoneId, startsAtMs }: WindowKey,
  couriers: readonly number[],
  rules: Pick<PromiseRules, 'tripsPerCourierHour'>,
): Promise<boolean> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('places of ' || $1, 0))`, [zoneId]);
  const starts = quartersAround(startsAtMs);
  const { rows } = await tx.query<{ startsAt: Date; taken: number }>(
    `SELECT starts_at AS "startsAt", taken FROM promise_windows WHERE zone_id = $1 AND starts_at = ANY($2::timestamptz[])`,
    [zoneId, starts.map((ms) => new Date(ms))],
  );
  const taken = new Map(rows.map((row) => [row.startsAt.getTime(), row.taken]));
  const quarters = starts.map((ms, index) => ({ taken: taken.get(ms) ?? 0, couriers: couriers[index] ?? 0 }));
  if (!hasPlace(quarters, rules)) return false;
  await tx.query(
    `INSERT INTO promise_windows AS w (zone_id, starts_at, capacity, taken) VALUES ($1, $2, $3, 1)
     ON CONFLICT (zone_id, starts_at) DO UPDATE SET capacity = excluded.capacity, taken = w.taken + 1`,
    [zoneId, new Date(startsAtMs), deliveriesOf([couriers[quartersBeside] ?? 0], rules)],
  );
  return true;
}

export interface WindowRead {
  /** Promises that are held or used. */
  taken: number;
  /**
   * Couriers of ours whose shift is running and reaches into the window, and who were heard of lately; null: the zone
   * never had any. An announced shift counts once its courier is heard of in it: not everybody comes.
   */
  couriers: number | null;
}

/** How full the windows of a zone are, and who could deliver in them, by the instant at which they start. */
export async function readWindows(
  db: Queryable,
  zoneId: string,
  startsAtMs: readonly number[],
  heardSinceMs: number,
): Promise<Map<number, WindowRead>> {
  const { rows } = await db.query<WindowRead & { startsAt: Date }>(
    `SELECT asked.starts_at AS "startsAt", coalesce(w.taken, 0) AS taken,
       CASE WHEN EXISTS (SELECT FROM couriers WHERE zone_id = $1) THEN (
         SELECT count(*) FROM couriers
         WHERE zone_id = $1 AND on_shift_until > asked.starts_at AND heard_at >= $3
           AND coalesce(shift_from <= heard_at, true)
       ) END AS couriers
     FROM unnest($2::timestamptz[]) AS asked (starts_at)
     LEFT JOIN promise_windows w ON w.zone_id = $1 AND w.starts_at = asked.starts_at`,
    [zoneId, startsAtMs.map((ms) => new Date(ms)), new Date(heardSinceMs)],
  );
  return new Map(rows.map(({ startsAt, taken, couriers }) => [startsAt.getTime(), { taken, couriers }]));
}
