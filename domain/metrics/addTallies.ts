import type { GroupTally } from './types';

/**
 * The tallies of all customers, from those of parts of the customers. Every sum is over customers, each of whom is in one part,
 * so that they add up; and they are whole numbers, so that nothing is rounded.
 */
export function addTallies(parts: readonly GroupTally[][]): GroupTally[] {
  const sums = new Map<string, GroupTally>();
  for (const tally of parts.flat()) {
    const id = JSON.stringify([tally.metric, tally.programId, tally.key]);
    const known = sums.get(id);
    sums.set(id, known ? added(known, tally) : tally);
  }
  return [...sums.values()];
}

const added = (one: GroupTally, other: GroupTally): GroupTally => ({
  ...one,
  n: one.n + other.n,
  customers: one.customers + other.customers,
  sum: one.sum + other.sum,
  sumSquares: one.sumSquares + other.sumSquares,
  sumProducts: one.sumProducts + other.sumProducts,
  countSquares: one.countSquares + other.countSquares,
  histogram: addedCounts(one.histogram, other.histogram),
});

function addedCounts(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const counts = { ...one };
  for (const [value, count] of Object.entries(other)) counts[value] = (counts[value] ?? 0) + count;
  return counts;
}
