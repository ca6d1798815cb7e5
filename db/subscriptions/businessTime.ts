import { businessAt } from '#domain/clock';
import type { Queryable } from '../pool';
import { clockOf } from './testClocks';

/**
 * Business time, ms since the epoch, that a subscription's clock shows when the wall shows `wallMs`. Null: of a single
 * order, which runs by the wall.
 */
export async function readBusinessTime(db: Queryable, subscriptionId: string | null, wallMs: number): Promise<number> {
  if (subscriptionId === null) return wallMs;
  const { rows } = await db.query<Parameters<typeof clockOf>[0]>(
    `SELECT c.origin_wall_at, c.origin_business_at, c.speed FROM subscriptions s
     JOIN test_clocks c ON c.id = s.test_clock_id WHERE s.id = $1`,
    [subscriptionId],
  );
  return rows[0] ? businessAt(clockOf(rows[0]), wallMs) : wallMs;
}
