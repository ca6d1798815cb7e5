import type { Preferences } from '#domain/selection/types';
import type { Queryable } from '../pool';

export interface PlannedPick {
  subscriptionId: string;
  cycle: number;
  sku: string;
}

/** What was assigned to these cycles; the first assignment of a cycle stands, so that a retried page changes none. */
export async function storePlannedPicks(db: Queryable, picks: PlannedPick[]): Promise<void> {
  await db.query(
    `INSERT INTO planned_picks (subscription_id, cycle, sku) SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])
     ON CONFLICT DO NOTHING`,
    [picks.map(({ subscriptionId }) => subscriptionId), picks.map(({ cycle }) => cycle), picks.map(({ sku }) => sku)],
  );
}

export async function readPlannedPick(db: Queryable, subscriptionId: string, cycle: number): Promise<string | null> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT sku FROM planned_picks WHERE subscription_id = $1 AND cycle = $2',
    [subscriptionId, cycle],
  );
  return rows[0]?.sku ?? null;
}

/** A subscription of a cohort whose cycle is due. */
export interface DueMember {
  id: string;
  customerId: string;
  planId: string;
  preferences: Preferences;
  nextCycle: number;
  /** Business time. */
  opensAtMs: number;
}

/** Subscriptions of a cohort that are due and not planned yet, oldest first; walks the index `subscriptions_due`. */
export async function listDueMembers(
  db: Queryable,
  programId: string,
  cohort: string,
  limit: number,
): Promise<DueMember[]> {
  const { rows } = await db.query<DueMember & { opensAt: Date }>(
    `SELECT id, customer_id AS "customerId", plan_id AS "planId", preferences, next_cycle AS "nextCycle",
       next_open_at AS "opensAt"
     FROM subscriptions s
     WHERE program_id = $1 AND cohort = $2 AND status = 'active' AND revision > 0 AND next_open_wall_at <= now()
       AND NOT EXISTS (SELECT FROM planned_picks p WHERE p.subscription_id = s.id AND p.cycle = s.next_cycle)
     ORDER BY next_open_wall_at, id LIMIT $3`,
    [programId, cohort, limit],
  );
  return rows.map(({ opensAt, ...member }) => ({ ...member, opensAtMs: opensAt.getTime() }));
}

/** A plan that was not opened within this time never will be: its subscription was paused or cancelled. */
const planLives = '1 day';

/**
 * Items of a program of which fewer than `below` units are free, with how many: on the shelf, not reserved, and neither in
 * an open cycle nor planned for one. Nothing is reserved before the cutoff, so open cycles compete with those to come.
 */
export async function readScarce(db: Queryable, programId: string, below: number): Promise<Map<string, number>> {
  const { rows } = await db.query<{ sku: string; units: number }>(
    `WITH held AS (
       SELECT c.sku, count(*) AS units FROM cycles c JOIN subscriptions u ON u.id = c.subscription_id
       WHERE c.status = 'open' AND NOT c.skipped AND u.program_id = $1 GROUP BY c.sku),
     planned AS (
       SELECT p.sku, count(*) AS units FROM planned_picks p JOIN subscriptions u ON u.id = p.subscription_id
       WHERE u.program_id = $1 AND p.planned_at > now() - interval '${planLives}'
         AND NOT EXISTS (SELECT FROM cycles c WHERE c.subscription_id = p.subscription_id AND c.number = p.cycle)
       GROUP BY p.sku),
     free AS (
       SELECT s.sku, s.on_hand - s.reserved - coalesce(h.units, 0) - coalesce(p.units, 0) AS units
       FROM stock s LEFT JOIN held h USING (sku) LEFT JOIN planned p USING (sku)
       WHERE s.program_id = $1 AND s.on_hand > s.reserved)
     SELECT sku, greatest(units, 0)::integer AS units FROM free WHERE units < $2`,
    [programId, below],
  );
  return new Map(rows.map(({ sku, units }) => [sku, units]));
}
