import type { BusinessClock } from '#domain/clock';
import type { CycleOpening } from '#domain/subscription/apply';
import type { OpenCycle, SubscriptionState } from '#domain/subscription/types';
import type { Queryable } from '../pool';
import type { StoredState } from './storedState';
import { clockOf } from './testClocks';

type ClockRow = Parameters<typeof clockOf>[0];

/** A subscription of which something is left to do, as its workflow is started anew. */
export interface LivingSubscription {
  id: string;
  /** Null: its row was written before rows kept it, and its workflow has not reported since. */
  state: SubscriptionState | null;
  clock: BusinessClock;
  zone: string;
  /** Of the open cycle. */
  opening: CycleOpening | null;
}

interface SubscriptionRow extends ClockRow {
  id: string;
  state: StoredState | null;
  preferences: SubscriptionState['preferences'];
  zone: string;
  number: number | null;
  opening: CycleOpening | null;
  sku: string | null;
  chosenBy: OpenCycle['chosenBy'];
  skipped: boolean;
  swappedAway: string[];
  courier: OpenCycle['courier'];
}

/** One page, by ID. */
export async function listLivingSubscriptions(
  db: Queryable,
  afterId: string,
  limit: number,
): Promise<LivingSubscription[]> {
  const { rows } = await db.query<SubscriptionRow>(
    `SELECT s.id, s.state, s.preferences, s.zone, c.origin_wall_at, c.origin_business_at, c.speed, y.number, y.opening, y.sku,
       y.chosen_by AS "chosenBy", y.skipped, y.swapped_away AS "swappedAway", y.courier
     FROM subscriptions s
     LEFT JOIN test_clocks c ON c.id = s.test_clock_id
     LEFT JOIN LATERAL (SELECT * FROM cycles WHERE subscription_id = s.id AND status = 'open'
       ORDER BY number DESC LIMIT 1) y ON true
     WHERE s.id > $1 AND (s.state IS NOT NULL OR s.status <> 'cancelled') ORDER BY s.id LIMIT $2`,
    [afterId, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    state: row.state && { ...row.state, preferences: row.preferences, open: openOf(row, row.state) },
    clock: clockOf(row),
    zone: row.zone,
    opening: row.opening,
  }));
}

/**
 * The open cycle as its row shows it. A state without one beside a cycle that is open still is of a run that was lost
 * between the two projections of a closing: the cycle is closed again.
 */
function openOf(row: SubscriptionRow, { open }: StoredState): OpenCycle | null {
  if (open) return { ...open, swappedAway: row.swappedAway ?? [] };
  if (row.number === null || !row.opening) return null;
  const { cycle } = row.opening;
  const { sku, chosenBy, skipped, swappedAway, courier } = row;
  const offered = cycle.sku === null ? cycle.alternatives : [cycle.sku, ...cycle.alternatives];
  return {
    ...cycle,
    sku,
    chosenBy,
    skipped,
    swappedAway,
    alternatives: offered.filter((other) => other !== sku),
    ...(courier ? { courier } : {}),
  };
}
