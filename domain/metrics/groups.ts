import { meanOf, rateOf, type Scale } from './estimate';
import { emptyTally } from '../numbers/tally';
import type { GroupId, GroupTally, MeanEstimate, Part } from './types';

export const isOf =
  ({ programId, key }: GroupId) =>
  (other: GroupId): boolean =>
    other.programId === programId && other.key === key;

/** What was counted of a metric in a group; nothing is an empty tally. */
export function tallyIn(tallies: readonly GroupTally[], group: GroupId, metric: string): GroupTally {
  const found = tallies.find((tally) => tally.metric === metric && isOf(group)(tally));
  return found ?? { ...group, metric, ...emptyTally, histogram: {} };
}

export const withDistribution = (tally: GroupTally, scale: Scale): MeanEstimate => ({
  ...meanOf(tally, scale),
  distribution: tally.histogram,
});

/** A count as a share of `n`, each of which is of a customer of its own. */
export function partOf(count: number, n: number): Part {
  const single = { n, customers: n, sum: count, sumSquares: count, sumProducts: count, countSquares: n };
  const { value, low, high } = rateOf(single);
  return { count, value, low, high };
}
