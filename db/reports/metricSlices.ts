import type { Queryable } from '../pool';
import type { MetricsScope } from './metricTallies';

/** One part of the customers: `number` of `count`, from 0. */
export interface Slice {
  count: number;
  number: number;
}

/**
 * Cycles that one statement sums up of all customers. Fewer where a customer is in many groups: sums are kept for each of
 * them, and to add those up takes as long as to read the cycles.
 */
const cyclesAtOnce = { ofManyGroups: 250_000, ofOneGroup: 500_000 };
/** A slice's customers are looked up one by one; per cycle that takes about twice as long as to read whole tables. */
const sliceShare = 1 / 2;
/** Beyond it slices grow, until a statement takes too long: the answer must come before its reader gives up. */
const mostSlices = 16;

/** The slices in which to sum up a scope, by how many cycles had their cutoff in its span. */
export async function slicesOf(db: Queryable, { grouping, fromMs, toMs }: MetricsScope): Promise<Slice[]> {
  const { rows } = await db.query<{ cycles: number }>(
    `SELECT count(*) AS cycles FROM cycles
     WHERE ($1::timestamptz IS NULL OR cutoff_at >= $1) AND ($2::timestamptz IS NULL OR cutoff_at < $2)`,
    [fromMs === null ? null : new Date(fromMs), toMs === null ? null : new Date(toMs)],
  );
  const isOfMany = ['month', 'modelVersion', 'arm'].includes(grouping.by);
  const count = sliceCount(rows[0]?.cycles ?? 0, isOfMany ? cyclesAtOnce.ofManyGroups : cyclesAtOnce.ofOneGroup);
  return Array.from({ length: count }, (_, number) => ({ count, number }));
}

const sliceCount = (cycles: number, atOnce: number): number =>
  cycles <= atOnce ? 1 : Math.min(mostSlices, Math.ceil(cycles / (atOnce * sliceShare)));

/** $5 and $6 of a statement about a slice. */
export const sliceParameters = ({ count, number }: Slice): number[] => [count, number];

/** The condition on a row of customer `customerId`. The sign is cut off, since a remainder would keep it. */
export const inSlice = (customerId: string): string =>
  `($5::integer = 1 OR (hashtext(${customerId}) & 2147483647) % $5::integer = $6::integer)`;
