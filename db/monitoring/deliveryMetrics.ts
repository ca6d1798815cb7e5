import type { Queryable } from '../pool';
import { isRunning } from '../deliveries/couriers';

/** What of deliveries and offers is counted, and by what. */
export interface DeliveryCount {
  zoneId: string;
  measure: 'handoff' | 'delivery' | 'promise' | 'offer' | 'move';
  /** Of a duration: how many of the bounds it is above. Of a promise or an offer: what became of it. Of a move: nothing. */
  key: string;
  count: number;
  /** Sum of the durations, seconds; 0 where nothing has one. */
  seconds: number;
}

/** Orders (by business time) and offers (by wall time) from the first instant on, before the second; ms since the epoch. */
export interface CountedSpan {
  fromMs: number;
  toMs: number;
}

/**
 * Counts everything of a span in one pass over each table. A rising bound counts as reached only above it, as
 * Prometheus' `le` has it. An offer that is open, or a promise that is neither kept nor missed, has no outcome yet.
 */
export async function readDeliveryCounts(
  db: Queryable,
  { fromMs, toMs }: CountedSpan,
  bounds: { handoffSeconds: readonly number[]; deliverySeconds: readonly number[] },
): Promise<DeliveryCount[]> {
  const { rows } = await db.query<DeliveryCount>(
    `WITH mine AS (
       SELECT zone_id, extract(epoch FROM packed_at - ordered_at)::double precision AS handoff,
         CASE WHEN phase = 'delivered' THEN extract(epoch FROM ended_at - ordered_at)::double precision END AS delivery,
         phase = 'delivered' AND missed_at IS NULL AS kept,
         missed_at IS NOT NULL OR (ended_at IS NOT NULL AND phase <> 'delivered') AS missed,
         at_risk_at IS NOT NULL AS at_risk
       FROM deliveries WHERE ordered_at >= to_timestamp($1) AND ordered_at < to_timestamp($2)
     ), counted AS (
       SELECT zone_id, 'handoff' AS measure, ${above('handoff', '$3')} AS key, handoff AS seconds
         FROM mine WHERE handoff IS NOT NULL
       UNION ALL SELECT zone_id, 'delivery', ${above('delivery', '$4')}, delivery FROM mine WHERE delivery IS NOT NULL
       UNION ALL SELECT zone_id, 'promise', 'kept', 0 FROM mine WHERE kept
       UNION ALL SELECT zone_id, 'promise', 'missed', 0 FROM mine WHERE missed
       UNION ALL SELECT zone_id, 'promise', 'at_risk', 0 FROM mine WHERE at_risk
       UNION ALL SELECT zone_id, 'offer', state, 0 FROM offers
         WHERE state <> 'open' AND created_at >= to_timestamp($1) AND created_at < to_timestamp($2)
       UNION ALL SELECT zone_id, 'move', '', 0 FROM courier_moves
         WHERE suggested_at >= to_timestamp($1) AND suggested_at < to_timestamp($2)
     )
     SELECT zone_id AS "zoneId", measure, key, count(*)::integer AS count, sum(seconds)::double precision AS seconds
     FROM counted GROUP BY 1, 2, 3`,
    [fromMs / 1_000, toMs / 1_000, bounds.handoffSeconds, bounds.deliverySeconds],
  );
  return rows;
}

/** Number of bounds that a value is above, as text. */
const above = (value: string, bounds: string): string =>
  `(SELECT count(*)::text FROM unnest(${bounds}::double precision[]) AS bound WHERE ${value} > bound)`;

export interface ZoneGauges {
  zoneId: string;
  openByPhase: Record<string, number>;
  /** Of orders that no courier has accepted: time since the oldest was placed, seconds; 0 without any. */
  oldestWaitingSeconds: number;
  couriersOnShift: number;
}

/** One row per published zone, also when nothing happens in it. */
export async function readZoneGauges(db: Queryable): Promise<ZoneGauges[]> {
  const { rows } = await db.query<ZoneGauges>(`
    WITH open_phases AS (
      SELECT zone_id, phase, count(*)::integer AS n FROM deliveries WHERE ended_at IS NULL GROUP BY 1, 2
    ), waiting AS (
      SELECT zone_id, min(ordered_at) AS oldest FROM deliveries
      WHERE ended_at IS NULL AND accepted_at IS NULL GROUP BY 1
    ), on_shift AS (
      SELECT zone_id, count(*)::integer AS n FROM couriers WHERE ${isRunning('now()')} GROUP BY 1
    )
    SELECT z.id AS "zoneId",
      coalesce((SELECT jsonb_object_agg(phase, n) FROM open_phases x WHERE x.zone_id = z.id), '{}') AS "openByPhase",
      greatest(0, coalesce(extract(epoch FROM now() - w.oldest), 0))::double precision AS "oldestWaitingSeconds",
      coalesce(s.n, 0) AS "couriersOnShift"
    FROM zones z LEFT JOIN waiting w ON w.zone_id = z.id LEFT JOIN on_shift s ON s.zone_id = z.id ORDER BY z.id`);
  return rows;
}

export interface OutboxGauge {
  kind: string;
  waiting: number;
  oldestSeconds: number;
}

/** What waits to leave, by kind; a kind of which nothing waits is absent. */
export async function readOutboxGauges(db: Queryable): Promise<OutboxGauge[]> {
  const { rows } = await db.query<OutboxGauge>(`
    SELECT kind, count(*)::integer AS waiting,
      greatest(0, extract(epoch FROM now() - min(created_at)))::double precision AS "oldestSeconds"
    FROM outbox WHERE delivered_at IS NULL GROUP BY kind`);
  return rows;
}

/** Shipments that wait for a person, by reason. */
export async function readAttentionCounts(db: Queryable): Promise<{ reason: string; count: number }[]> {
  const { rows } = await db.query<{ reason: string; count: number }>(
    `SELECT attention AS reason, count(*)::integer AS count FROM shipments WHERE attention IS NOT NULL GROUP BY 1`,
  );
  return rows;
}
