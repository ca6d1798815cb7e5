import type { Grouping } from '#domain/metrics/grouping';
import type { GroupId, GroupTally } from '#domain/metrics/types';

/** What is asked for. Business time, ms since the epoch; null: from the first, to the last. */
export interface MetricsScope {
  programId: string | null;
  fromMs: number | null;
  /** Not included. */
  toMs: number | null;
  grouping: Grouping;
}

/** $1 to $4 of every query of metrics. */
export const scopeParameters = ({ programId, fromMs, toMs, grouping }: MetricsScope): unknown[] => [
  programId,
  fromMs === null ? null : new Date(fromMs),
  toMs === null ? null : new Date(toMs),
  grouping.by === 'arm' ? grouping.experimentId : null,
];

/**
 * The condition on a row with subscription `s` (or another row that names the program) whose time is `at`. $4 is named here,
 * so that it always has a type.
 */
export const inScope = (at: string, of = 's'): string =>
  `($1::text IS NULL OR ${of}.program_id = $1) AND ($2::timestamptz IS NULL OR ${at} >= $2)
     AND ($3::timestamptz IS NULL OR ${at} < $3) AND ($4::text IS NULL OR $4 <> '')`;

/** The key of a row's group: of subscription `s`, cycle `c` and the time `at`. Null: the row is in no group. */
export function groupKey(grouping: Grouping, at: string): string {
  switch (grouping.by) {
    case 'program':
      return `''`;
    case 'cohort':
      return 's.cohort';
    case 'plan':
      return 's.plan_id';
    case 'signUpMonth':
      return monthOf('s.anchor_at');
    case 'month':
      return monthOf(at);
    case 'modelVersion':
      return `CASE WHEN c.number IS NOT NULL THEN coalesce(c.model_version::text, 'rules') END`;
    case 'arm':
      return 'c.experiment_arms ->> $4';
  }
}

export const monthOf = (at: string): string => `to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM')`;

/**
 * Joins, as `c`, the newest cycle that subscription `s` had opened by `at`: whose model and arms what happens to the
 * subscription as a whole is put down to. Nothing where no group needs it.
 */
export function joinCycleBefore(grouping: Grouping, at: string): string {
  if (grouping.by !== 'modelVersion' && grouping.by !== 'arm') return '';
  return `LEFT JOIN LATERAL (
    SELECT number, model_version, experiment_arms FROM cycles
    WHERE subscription_id = s.id AND opened_at <= ${at} ORDER BY number DESC LIMIT 1) c ON true`;
}

/** Joins the test clock of subscription `s` as `k`, for `businessTime`. */
export const joinClock = 'LEFT JOIN test_clocks k ON k.id = s.test_clock_id';

/** Business time of an instant of the wall, as `businessAt` of domain/clock.ts has it. */
export const businessTime = (wall: string): string =>
  `CASE WHEN k.id IS NULL THEN ${wall} ELSE k.origin_business_at + (${wall} - k.origin_wall_at) * k.speed END`;

/**
 * Sums up `facts (metric, program_id, key, customer_id, value)` of the WITH clause before it, per customer first: see
 * domain/numbers/tally.ts. The answer's size is that of groups and values, whatever the number of facts.
 */
export const summedUp = `
  counted AS (
    SELECT metric, program_id, key, customer_id, value, count(*) AS m FROM facts
    WHERE key IS NOT NULL AND value IS NOT NULL GROUP BY 1, 2, 3, 4, 5
  ), per_customer AS (
    SELECT metric, program_id, key, customer_id, sum(m)::double precision AS m, sum(m * value)::double precision AS x
    FROM counted GROUP BY 1, 2, 3, 4
  ), by_value AS (
    SELECT metric, program_id, key, value, sum(m)::integer AS n FROM counted GROUP BY 1, 2, 3, 4
  ), histograms AS (
    SELECT metric, program_id, key, jsonb_object_agg(value, n) AS histogram FROM by_value GROUP BY 1, 2, 3
  )
  SELECT metric, program_id AS "programId", key, histogram, sum(m)::integer AS n, count(*)::integer AS customers,
    sum(x) AS sum, sum(x * x) AS "sumSquares", sum(x * m) AS "sumProducts", sum(m * m) AS "countSquares"
  FROM per_customer JOIN histograms USING (metric, program_id, key) GROUP BY metric, program_id, key, histogram`;

/** A column of observations that are summed up in one pass with others: where there are millions, and few groups. */
export interface Observed {
  name: string;
  /** SQL of the value, null: nothing was observed. */
  observed: string;
  /** Of a mean, the values that there can be, where each is counted. */
  values?: number[];
}

/** Columns of one customer in one group: m observations, x their sum, and how many there are of each value. */
export function ofCustomer({ name, values = [] }: Observed): string {
  const counts = values.map((value) => `count(*) FILTER (WHERE "${name}" = ${value}) AS "${name}_${value}"`);
  // Of floating point, since sums of whole numbers are decimals to Postgres, which it adds up several times as slowly.
  const sums = [`count("${name}")::float8 AS "${name}_m"`, `coalesce(sum("${name}"), 0)::float8 AS "${name}_x"`];
  return [...sums, ...counts].join(', ');
}

/** The tally of one group as JSON, from those columns. */
export function ofGroup({ name, values = [] }: Observed): string {
  const [m, x] = [`"${name}_m"`, `"${name}_x"`];
  return `jsonb_build_object('metric', '${name}', 'n', sum(${m}), 'customers', count(*) FILTER (WHERE ${m} > 0),
    'sum', sum(${x}), 'sumSquares', sum(${x} * ${x}), 'sumProducts', sum(${x} * ${m}), 'countSquares', sum(${m} * ${m}),
    'histogram', jsonb_build_object(${values.map((value) => `'${value}', sum("${name}_${value}")`).join(', ')}))`;
}

/** The tallies of a group in which anything was observed. */
export function talliesOf(tallies: Omit<GroupTally, keyof GroupId>[], group: GroupId): GroupTally[] {
  // Only the values that there are, as where values are not known beforehand.
  const seen = (histogram: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(histogram).filter(([, count]) => count > 0));
  return tallies.filter(({ n }) => n > 0).map((tally) => ({ ...tally, ...group, histogram: seen(tally.histogram) }));
}
