import type { Queryable } from '../pool';

/** Counts of one program, from the read model. */
export interface ProgramMetrics {
  programId: string;
  subscriptionsByStatus: Record<string, number>;
  cyclesByStatus: Record<string, number>;
  shipmentsByPhase: Record<string, number>;
  /** Cycles ever opened, and how many of them the customer swapped or skipped. */
  cycles: number;
  swappedCycles: number;
  skippedCycles: number;
  ratings: number;
  /** Null while nobody rated. */
  meanStars: number | null;
}

/** One row per published program (null: each), also when nothing happened in it yet. */
export async function readProgramMetrics(db: Queryable, programId: string | null): Promise<ProgramMetrics[]> {
  const { rows } = await db.query<ProgramMetrics>(
    `WITH subscription_counts AS (
      SELECT program_id, status, count(*)::integer AS n FROM subscriptions GROUP BY 1, 2
    ), cycle_counts AS (
      SELECT s.program_id, c.status, count(*)::integer AS n,
        (count(*) FILTER (WHERE c.chosen_by = 'customer'))::integer AS swapped,
        (count(*) FILTER (WHERE c.skipped))::integer AS skipped
      FROM cycles c JOIN subscriptions s ON s.id = c.subscription_id GROUP BY 1, 2
    ), shipment_counts AS (
      SELECT program_id, phase, count(*)::integer AS n FROM shipments GROUP BY 1, 2
    ), rating_counts AS (
      SELECT program_id, count(*)::integer AS n, avg(stars)::double precision AS mean FROM ratings GROUP BY 1
    )
    SELECT p.id AS "programId",
      coalesce((SELECT jsonb_object_agg(status, n) FROM subscription_counts x WHERE x.program_id = p.id), '{}')
        AS "subscriptionsByStatus",
      coalesce((SELECT jsonb_object_agg(status, n) FROM cycle_counts x WHERE x.program_id = p.id), '{}')
        AS "cyclesByStatus",
      coalesce((SELECT jsonb_object_agg(phase, n) FROM shipment_counts x WHERE x.program_id = p.id), '{}')
        AS "shipmentsByPhase",
      coalesce((SELECT sum(n) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS cycles,
      coalesce((SELECT sum(swapped) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS "swappedCycles",
      coalesce((SELECT sum(skipped) FROM cycle_counts x WHERE x.program_id = p.id), 0)::integer AS "skippedCycles",
      coalesce(r.n, 0) AS ratings, r.mean AS "meanStars"
    FROM programs p LEFT JOIN rating_counts r ON r.program_id = p.id
    WHERE $1::text IS NULL OR p.id = $1 ORDER BY p.id`,
    [programId],
  );
  return rows;
}
