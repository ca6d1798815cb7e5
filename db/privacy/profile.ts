import type { Preferences } from '#domain/selection/types';
import type { ReturnReason } from '#domain/shipment/returns';
import type { FitClass } from '#domain/sizing/model/types';
import type { Measurements } from '#domain/sizing/types';
import type { SurveyAnswers } from '#domain/survey/types';
import type { Queryable } from '../pool';
import { newestFits } from '../sizing/fits';

/** Of each list the newest: far more than a customer comes to in a lifetime, unless they make it their sport. */
const most = 1_000;

export interface ProfileRead {
  preferences: { subscriptionId: string; programId: string; preferences: Preferences }[];
  ratings: {
    shipmentId: string;
    programId: string;
    sku: string;
    stars: number;
    comment: string | null;
    createdAt: Date;
  }[];
  subscriptionRatings: { subscriptionId: string; stars: number; comment: string | null; createdAt: Date }[];
  swaps: { subscriptionId: string; cycle: number; programId: string; sku: string }[];
  skips: { subscriptionId: string; cycle: number; programId: string; sku: string | null }[];
  returns: {
    shipmentId: string;
    programId: string;
    sku: string;
    reason: ReturnReason;
    comment: string | null;
    createdAt: Date;
  }[];
  surveys: { id: string; title: string; answers: SurveyAnswers; answeredAt: Date }[];
  measurements: Measurements[];
  fits: { programId: string; sku: string; size: string; fit: FitClass; saidAt: Date }[];
  events: { programId: string | null; kind: string; count: number; latestAt: Date }[];
  rankings: { subscriptionId: string; programId: string; modelVersion: number; computedAt: Date; skus: string[] }[];
  /** Programs that search may know something for. */
  tastes: { programId: string }[];
}

/** All that Everbox knows of a customer for its choices. */
export async function readProfile(db: Queryable, customerId: string): Promise<ProfileRead> {
  const list = async <K extends keyof ProfileRead>(part: K): Promise<ProfileRead[K]> => {
    const { rows } = await db.query(`${parts[part]} LIMIT ${most}`, [customerId]);
    return rows as ProfileRead[K];
  };
  // One after another: they share one connection.
  return {
    preferences: await list('preferences'),
    ratings: await list('ratings'),
    subscriptionRatings: await list('subscriptionRatings'),
    swaps: await list('swaps'),
    skips: await list('skips'),
    returns: await list('returns'),
    surveys: await list('surveys'),
    measurements: await list('measurements'),
    fits: await list('fits'),
    events: await list('events'),
    rankings: await list('rankings'),
    tastes: await list('tastes'),
  };
}

const parts: Record<keyof ProfileRead, string> = {
  preferences: `SELECT id AS "subscriptionId", program_id AS "programId", preferences FROM subscriptions
    WHERE customer_id = $1 ORDER BY created_at DESC, id`,
  ratings: `SELECT shipment_id AS "shipmentId", program_id AS "programId", sku, stars, comment, created_at AS "createdAt"
    FROM ratings WHERE customer_id = $1 ORDER BY created_at DESC, shipment_id`,
  subscriptionRatings: `SELECT subscription_id AS "subscriptionId", stars, comment, created_at AS "createdAt"
    FROM subscription_ratings WHERE customer_id = $1 ORDER BY id DESC`,
  swaps: `SELECT c.subscription_id AS "subscriptionId", c.number AS cycle, s.program_id AS "programId", away AS sku
    FROM cycles c JOIN subscriptions s ON s.id = c.subscription_id CROSS JOIN LATERAL unnest(c.swapped_away) AS away
    WHERE s.customer_id = $1 ORDER BY c.opened_at DESC, away`,
  skips: `SELECT c.subscription_id AS "subscriptionId", c.number AS cycle, s.program_id AS "programId", c.sku
    FROM cycles c JOIN subscriptions s ON s.id = c.subscription_id
    WHERE s.customer_id = $1 AND c.skipped AND (c.sku IS NULL OR c.sku <> ALL (c.forgotten_skus))
    ORDER BY c.opened_at DESC`,
  returns: `SELECT shipment_id AS "shipmentId", program_id AS "programId", sku, reason, comment,
      created_at AS "createdAt"
    FROM returns WHERE customer_id = $1 ORDER BY created_at DESC, shipment_id`,
  surveys: `SELECT id, definition ->> 'title' AS title, answers, answered_at AS "answeredAt" FROM surveys
    WHERE customer_id = $1 AND state = 'answered' ORDER BY answered_at DESC, id`,
  measurements: `SELECT height_cm AS "heightCm", weight_kg AS "weightKg", bust_band_cm AS "bustBandCm", bust_cup AS "bustCup",
      foot_length_cm AS "footLengthCm", age_years AS "ageYears", body_type AS "bodyType"
    FROM measurements WHERE customer_id = $1`,
  fits: `SELECT program_id AS "programId", sku, size, fit, occurred_at AS "saidAt"
    FROM (${newestFits('e.customer_id = $1')}) AS fits ORDER BY occurred_at DESC, sku`,
  events: `SELECT program_id AS "programId", kind, count(*) AS count, max(occurred_at) AS "latestAt" FROM events
    WHERE customer_id = $1 GROUP BY program_id, kind ORDER BY program_id, kind`,
  rankings: `SELECT subscription_id AS "subscriptionId", program_id AS "programId", model_version AS "modelVersion",
      computed_at AS "computedAt", ARRAY(SELECT item ->> 'sku' FROM json_array_elements(ranking) WITH ORDINALITY AS r (item, place)
        ORDER BY place LIMIT 10) AS skus
    FROM precomputed_rankings WHERE customer_id = $1 ORDER BY program_id, subscription_id`,
  tastes: `SELECT program_id AS "programId" FROM taste_profiles WHERE customer_id = $1
    UNION SELECT program_id FROM events WHERE customer_id = $1 AND program_id IS NOT NULL ORDER BY "programId"`,
};
