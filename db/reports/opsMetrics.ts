import { leftPhases } from '#domain/shipment/types';
import type { Queryable } from '../pool';

/** Counts of one program, from the read model. */
export interface ProgramMetrics {
  programId: string;
  subscriptionsByStatus: Record<string, number>;
  /** As ops see them: `openSkipped`, and the phase of a box that did not leave in the place of `shipped`. */
  cyclesByStatus: Record<string, number>;
  shipmentsByPhase: Record<string, number>;
  /** Cycles that closed as shipped or skipped, and how many of them the customer swapped or skipped. */
  closedCycles: number;
  swappedCycles: number;
  skippedCycles: number;
  /** Of what cycles brought, and of single orders. A mean is null while nobody rated. */
  ratings: number;
  meanStars: number | null;
  orderRatings: number;
  orderMeanStars: number | null;
}

/**
 * One row per published program (null: each), also when nothing happened in it yet. Swaps, skips and stars count what
 * `tallyCycles` does, so that the two tell the same of a program.
 */
export async function readProgramMetrics(db: Queryable, programId: string | null): Promise<ProgramMetrics[]> {
  const { rows } = await db.query<ProgramMetrics>(
    `WITH subscription_counts AS (
      SELECT program_id, status, count(*)::integer AS n FROM subscriptions GROUP BY 1, 2
    ), cycle_counts AS (
      SELECT s.program_id, count(*)::integer AS n,
        CASE WHEN c.status = 'open' AND c.skipped THEN 'openSkipped'
          WHEN c.status = 'shipped' AND p.phase <> ALL ($2) THEN p.phase ELSE c.status END AS status,
        (count(*) FILTER (WHERE ${isClosed}))::integer AS closed,
        (count(*) FILTER (WHERE ${isClosed} AND c.chosen_by = 'customer'))::integer AS swapped,
        (count(*) FILTER (WHERE c.status = 'skipped'))::integer AS skipped
      FROM cycles c JOIN subscriptions s ON s.id = c.subscription_id
        LEFT JOIN shipments p ON p.subscription_id = c.subscription_id AND p.cycle = c.number
      GROUP BY 1, 3
    ), shipment_counts AS (
      SELECT program_id, phase, count(*)::integer AS n FROM shipments GROUP BY 1, 2
    ), rating_counts AS (
      SELECT r.program_id, (count(c.number))::integer AS n, (count(*) - count(c.number))::integer AS orders,
        (avg(r.stars) FILTER (WHERE c.number IS NOT NULL))::double precision AS mean,
        (avg(r.stars) FILTER (WHERE c.number IS NULL))::double precision AS "orderMean"
      FROM ratings r LEFT JOIN shipments p ON p.id = r.shipment_id
        LEFT JOIN cycles c ON c.subscription_id = p.subscription_id AND c.number = p.cycle
      GROUP BY 1
    )
    SELECT p.id AS "programId",
      coalesce((SELECT jsonb_object_agg(status, n) FROM subscription_counts x WHERE x.program_id = p.id), '{}')
        AS "subscriptionsByStatus",
      coalesce((SELECT jsonb_object_agg(status, n) FROM cycle_counts x WHERE x.program_id = p.id), '{}')
        AS "cyclesByStatus",
      coalesce((SELECT jsonb_object_agg(phase, n) FROM shipment_counts x WHERE x.program_id = p.id), '{}')
        AS "shipmentsByPhase",
      coalesce((SELECT sum(closed) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS "closedCycles",
      coalesce((SELECT sum(swapped) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS "swappedCycles",
      coalesce((SELECT sum(skipped) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS "skippedCycles",
      coalesce(r.n, 0) AS ratings, r.mean AS "meanStars",
      coalesce(r.orders, 0) AS "orderRatings", r."orderMean" AS "orderMeanStars"
    FROM programs p LEFT JOIN rating_counts r ON r.program_id = p.id
    WHERE $1::text IS NULL OR p.id = $1 ORDER BY p.id`,
    [programId, leftPhases],
  );
  return rows;
}

/** The customer had the whole window. */
const isClosed = `c.status IN ('shipped', 'skipped')`;
