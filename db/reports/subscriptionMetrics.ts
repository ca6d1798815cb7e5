import type { ChurnReason, GroupTally } from '#domain/metrics/types';
import type { Queryable } from '../pool';
import { inSlice, type Slice, sliceParameters } from './metricSlices';
import {
  businessTime,
  groupKey,
  inScope,
  joinClock,
  joinCycleBefore,
  type MetricsScope,
  monthOf,
  ofCustomer,
  ofGroup,
  scopeParameters,
  summedUp,
  talliesOf,
} from './metricTallies';

/** subscriptionStars: of each subscription (and month, when told by month) the newest rating of the span. */
export async function tallySubscriptionStars(db: Queryable, scope: MetricsScope, slice: Slice): Promise<GroupTally[]> {
  const once = scope.grouping.by === 'month' ? `s.id, ${monthOf('said.at')}` : 's.id';
  const { rows } = await db.query<GroupTally>(
    `WITH said AS (
       SELECT r.id, r.subscription_id, r.stars, ${businessTime('r.created_at')} AS at
       FROM subscription_ratings r JOIN subscriptions s ON s.id = r.subscription_id ${joinClock}
     ), facts AS (
       SELECT DISTINCT ON (${once}) 'subscriptionStars' AS metric, s.program_id, s.customer_id, said.stars AS value,
         ${groupKey(scope.grouping, 'said.at')} AS key
       FROM said JOIN subscriptions s ON s.id = said.subscription_id ${joinCycleBefore(scope.grouping, 'said.at')}
       WHERE ${inScope('said.at')} AND ${inSlice('s.customer_id')} ORDER BY ${once}, said.id DESC
     ), ${summedUp}`,
    [...scopeParameters(scope), ...sliceParameters(slice)],
  );
  return rows;
}

const churn = { name: 'churnRate', observed: 'ended::integer' };

/**
 * churnRate: of the subscriptions that were alive in the span (in each month, when told by month), those that ended in it. Of
 * one slice of the customers, summed up in one pass: by month, each subscription is as many observations as it has months.
 */
export async function tallyChurn(db: Queryable, scope: MetricsScope, slice: Slice): Promise<GroupTally[]> {
  const { rows } = await db.query<{ programId: string; key: string; tally: Omit<GroupTally, 'programId' | 'key'> }>(
    `WITH ${observed(scope, inSlice('s.customer_id'))}, per_customer AS (
       SELECT program_id, key, ${ofCustomer(churn)}
       FROM (SELECT program_id, customer_id, key, ${churn.observed} AS "${churn.name}" FROM observed WHERE key IS NOT NULL) AS facts
       GROUP BY program_id, key, customer_id
     )
     SELECT program_id AS "programId", ${shownKey(scope)} AS key, ${ofGroup(churn)} AS tally FROM per_customer GROUP BY program_id, per_customer.key`,
    [...scopeParameters(scope), ...sliceParameters(slice)],
  );
  return rows.flatMap(({ tally, ...group }) => talliesOf([tally], group));
}

/** Reasons are the customers' own words: more than this many different ones of a group are counted together. */
const mostReasons = 20;

/** The subscriptions that churnRate counts as ended, by reason, the most frequent first. */
export async function countChurnReasons(db: Queryable, scope: MetricsScope): Promise<ChurnReason[]> {
  const { rows } = await db.query<ChurnReason>(
    `WITH ${observed(scope)}, counted AS (
       SELECT program_id, key, reason, count(*) AS n FROM observed WHERE ended AND key IS NOT NULL GROUP BY 1, 2, 3
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY program_id, key ORDER BY n DESC, reason) > ${mostReasons} AS is_other
       FROM counted
     )
     SELECT program_id AS "programId", ${shownKey(scope)} AS key, CASE WHEN NOT is_other THEN reason END AS reason,
       is_other AS "isOther", sum(n)::integer AS count
     FROM ranked GROUP BY 1, ranked.key, 3, 4 ORDER BY 1, 2, is_other, count DESC, reason`,
    scopeParameters(scope),
  );
  return rows;
}

/**
 * `observed`: a row of each subscription that was alive in the span; by month, of each of its months there. `until_at` is
 * the last moment of the span that has come, and `last_at` that of the subscription in it. `condition`: on subscriptions `s`.
 */
function observed({ grouping }: MetricsScope, condition = 'true'): string {
  const byMonth = grouping.by === 'month';
  const endedThen = `s.ended_at <= s.until_at${byMonth ? ` AND ${utcMonth('s.ended_at')} = m.month` : ''}`;
  return `life AS (
    SELECT *, least(ended_at, until_at) AS last_at FROM (
      SELECT s.*, least(${businessTime('now()')}, $3::timestamptz - interval '1 microsecond') AS until_at
      FROM subscriptions s ${joinClock}
      WHERE ($1::text IS NULL OR s.program_id = $1) AND ($3::timestamptz IS NULL OR s.anchor_at < $3)
        AND ($2::timestamptz IS NULL OR s.ended_at IS NULL OR s.ended_at >= $2) AND ($4::text IS NULL OR $4 <> '')
        AND ${condition}
    ) AS spanned
  ), observed AS (
    SELECT s.program_id, s.customer_id, lower(trim(s.cancel_reason)) AS reason, coalesce(${endedThen}, false) AS ended,
      ${byMonth ? 'm.month' : groupKey(grouping, 's.last_at')} AS key
    FROM life s ${byMonth ? joinMonths : joinCycleBefore(grouping, 's.last_at')}
  )`;
}

/** Months are told apart as instants: to write each row's as text would take longer than all the rest. */
const shownKey = ({ grouping }: MetricsScope): string => (grouping.by === 'month' ? `to_char(key, 'YYYY-MM')` : 'key');

const utcMonth = (at: string): string => `date_trunc('month', ${at} AT TIME ZONE 'UTC')`;
const joinMonths = `CROSS JOIN LATERAL generate_series(${utcMonth('greatest(s.anchor_at, $2)')}, ${utcMonth('s.last_at')},
  interval '1 month') AS m (month)`;
