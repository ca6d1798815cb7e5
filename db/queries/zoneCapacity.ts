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
 * Takes one place of a window that can hold `capacity`; false when it is full. One statement decides: the row lock puts
 * a hundred takers of seven places in a line, and the WHERE sends all but seven away. A capacity that sank below what
 * is taken already takes nothing back; it only closes the window.
 */
export async function takePlace(tx: Queryable, { zoneId, startsAtMs }: WindowKey, capacity: number): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO promise_windows AS w (zone_id, starts_at, capacity, taken)
     SELECT $1, $2, $3::integer, 1 WHERE $3::integer > 0
     ON CONFLICT (zone_id, starts_at) DO UPDATE SET capacity = excluded.capacity, taken = w.taken + 1
       WHERE w.taken < excluded.capacity`,
    [zoneId, new Date(startsAtMs), capacity],
  );
  return rowCount === 1;
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
