import type { Preferences, RankedItem } from '#domain/selection/types';
import type { Queryable } from '../pool';

/** A subscription whose ranking is worked out ahead. */
export interface RankableSubscription {
  id: string;
  customerId: string;
  planId: string;
  preferences: Preferences;
  nextCycle: number;
  /** Counts what the customer did; a ranking is fresh while it stays. */
  activity: number;
}

/** One page of a program's active subscriptions by ID, after `after`; without those whose customers want no ranking. */
export async function listRankable(
  db: Queryable,
  programId: string,
  after: string,
  limit: number,
): Promise<RankableSubscription[]> {
  const { rows } = await db.query<RankableSubscription>(
    `SELECT s.id, s.customer_id AS "customerId", s.plan_id AS "planId", s.preferences, s.next_cycle AS "nextCycle",
       coalesce(a.revision, 0) AS activity
     FROM subscriptions s LEFT JOIN customer_activity a USING (customer_id)
     LEFT JOIN customer_settings c USING (customer_id)
     WHERE s.program_id = $1 AND s.status = 'active' AND coalesce(c.personalization, true) AND s.id > $2
     ORDER BY s.id LIMIT $3`,
    [programId, after, limit],
  );
  return rows;
}

export interface NewRanking {
  subscriptionId: string;
  customerId: string;
  activity: number;
  /** The customer's arm by experiment. */
  arms: Record<string, string>;
  ranking: RankedItem[];
}

/** Stores rankings that one model made; repeats put the same in their place. */
export async function storeRankings(
  db: Queryable,
  programId: string,
  modelVersion: number,
  rankings: NewRanking[],
): Promise<void> {
  await db.query(
    `INSERT INTO precomputed_rankings (program_id, model_version, subscription_id, customer_id, activity, arms, ranking)
     SELECT $1, $2, * FROM unnest($3::text[], $4::text[], $5::bigint[], $6::jsonb[], $7::json[])
     ON CONFLICT (subscription_id) DO UPDATE SET model_version = excluded.model_version,
       activity = excluded.activity, arms = excluded.arms, ranking = excluded.ranking, computed_at = now()`,
    [
      programId,
      modelVersion,
      rankings.map(({ subscriptionId }) => subscriptionId),
      rankings.map(({ customerId }) => customerId),
      rankings.map(({ activity }) => activity),
      rankings.map(({ arms }) => JSON.stringify(arms)),
      rankings.map(({ ranking }) => JSON.stringify(ranking)),
    ],
  );
}

/** What the next pick of a customer is made from, read at one moment. */
export interface PickInputs {
  activity: number;
  /** May selection use what this customer did? */
  personalized: boolean;
  /** The model in charge; null: the rules select alone. */
  modelVersion: number | null;
  /** The subscription that is asked about, or else the customer's newest of the program; null when there is none. */
  subscription: { id: string; planId: string; preferences: Preferences; nextCycle: number } | null;
  /** `RankedItem[]` as JSON, made by that model after the customer's latest deed; null when there is none such. */
  ranking: string | null;
  /** The arms under which it was made. */
  rankingArms: Record<string, string> | null;
}

/** One round trip, since every pick begins with it. */
export async function readStanding(
  db: Queryable,
  programId: string,
  customerId: string,
  subscriptionId: string | null = null,
): Promise<PickInputs> {
  const { rows } = await db.query<PickInputs>({
    name: 'read-standing', // planned once per connection: planning would take longer than running it
    text: `
      SELECT coalesce(a.revision, 0) AS activity, coalesce(c.personalization, true) AS personalized,
        m.version AS "modelVersion",
        CASE WHEN s.id IS NOT NULL THEN json_build_object('id', s.id, 'planId', s.plan_id,
          'preferences', s.preferences, 'nextCycle', s.next_cycle) END AS subscription,
        CASE WHEN r.model_version = m.version AND r.activity = coalesce(a.revision, 0) THEN r.ranking::text END AS ranking,
        r.arms AS "rankingArms"
      FROM (SELECT) AS one
      LEFT JOIN selection_models m ON m.program_id = $1 AND m.state = 'published'
      LEFT JOIN customer_activity a ON a.customer_id = $2
      LEFT JOIN customer_settings c ON c.customer_id = $2
      LEFT JOIN LATERAL (
        SELECT id, plan_id, preferences, next_cycle FROM subscriptions
        WHERE customer_id = $2 AND program_id = $1 AND CASE WHEN $3::text IS NULL THEN status <> 'cancelled' ELSE id = $3 END
        ORDER BY created_at DESC, id DESC LIMIT 1) s ON true
      LEFT JOIN precomputed_rankings r ON r.subscription_id = s.id`,
    values: [programId, customerId, subscriptionId],
  });
  return rows[0]!;
}

/** Which model picked in a cycle, and in which experiments the customer was. */
export async function recordPickedBy(
  tx: Queryable,
  subscriptionId: string,
  cycle: number,
  modelVersion: number | null,
  arms: Record<string, string>,
): Promise<void> {
  await tx.query(
    'UPDATE cycles SET model_version = $3, experiment_arms = $4 WHERE subscription_id = $1 AND number = $2',
    [subscriptionId, cycle, modelVersion, JSON.stringify(arms)],
  );
}
