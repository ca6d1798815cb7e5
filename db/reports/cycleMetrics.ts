import type { GroupTally } from '#domain/metrics/types';
import type { Queryable } from '../pool';
import { inSlice, type Slice, sliceParameters } from './metricSlices';
import {
  groupKey,
  inScope,
  type MetricsScope,
  type Observed,
  ofCustomer,
  ofGroup,
  scopeParameters,
  talliesOf,
} from './metricTallies';

type CycleMetric = 'swapRate' | 'skipRate' | 'renewalRate' | 'returnRate' | 'itemStars';

/** What each metric observes of a cycle, null: nothing; and of a mean, the values that there can be. */
const metrics: (Observed & { name: CycleMetric })[] = [
  { name: 'swapRate', observed: `(c.chosen_by = 'customer')::integer` },
  { name: 'skipRate', observed: `(c.status = 'skipped')::integer` },
  {
    name: 'renewalRate',
    // Did the cycle after a shipped one come? 1: it passed its cutoff in an active subscription. 0: it was cancelled, or
    // the subscription was not active when it closed or was due. Null: not decided yet.
    observed: `CASE
      WHEN c.status <> 'shipped' THEN NULL
      WHEN later.status IN ('shipped', 'skipped', 'unfilled') THEN 1
      WHEN later.status IN ('cancelled', 'paused') THEN 0
      WHEN later.number IS NULL AND s.status = 'cancelled' THEN 0
      WHEN later.number IS NULL AND s.status <> 'active' AND s.next_open_wall_at <= now() THEN 0
    END`,
  },
  {
    name: 'returnRate',
    observed: 'CASE WHEN p.delivered_at IS NOT NULL THEN (b.shipment_id IS NOT NULL)::integer END',
  },
  { name: 'itemStars', observed: 'r.stars', values: [1, 2, 3, 4, 5] },
];

/**
 * What became of cycles. Each metric is put down to the cycle that it is about, at that cycle's cutoff, also when it is
 * known only later. All are summed up in one pass over the cycles (per customer first: see domain/numbers/tally.ts),
 * since there are millions of them, and few groups. Of one slice of the customers: see `slicesOf`.
 */
export async function tallyCycles(db: Queryable, scope: MetricsScope, slice: Slice): Promise<GroupTally[]> {
  const { rows } = await db.query<{ programId: string; key: string; tallies: Omit<GroupTally, 'programId' | 'key'>[] }>(
    `WITH observed AS (
       SELECT s.program_id, s.customer_id, ${groupKey(scope.grouping, 'c.cutoff_at')} AS key,
         ${metrics.map(({ name, observed }) => `${observed} AS "${name}"`).join(',\n')}
       FROM cycles c JOIN subscriptions s ON s.id = c.subscription_id
         LEFT JOIN cycles later ON later.subscription_id = c.subscription_id AND later.number = c.number + 1
         LEFT JOIN shipments p ON p.subscription_id = c.subscription_id AND p.cycle = c.number
         LEFT JOIN ratings r ON r.shipment_id = p.id
         LEFT JOIN returns b ON b.shipment_id = p.id
       WHERE c.status IN ('shipped', 'skipped') AND ${inScope('c.cutoff_at')} AND ${inSlice('s.customer_id')}
     ), per_customer AS (
       SELECT program_id, key, ${metrics.map(ofCustomer).join(',\n')}
       FROM observed WHERE key IS NOT NULL GROUP BY program_id, key, customer_id
     )
     SELECT program_id AS "programId", key, jsonb_build_array(${metrics.map(ofGroup).join(',\n')}) AS tallies
     FROM per_customer GROUP BY program_id, key`,
    [...scopeParameters(scope), ...sliceParameters(slice)],
  );
  return rows.flatMap(({ tallies, ...group }) => talliesOf(tallies, group));
}
