import type { ModelScore } from './types';

export const noScore: ModelScore = { customers: 0, hitRateAt10: 0, ndcgAt10: 0, ndcgAt20: 0 };

/**
 * Hit rate and normalised discounted cumulative gain of single items: `ranks` are 0 for the first place, Infinity for none.
 * With one item to find, the gain is `1 / log2(rank + 2)`.
 */
export function scoreOfRanks(ranks: readonly number[]): ModelScore {
  if (ranks.length === 0) return noScore;
  const mean = (value: (rank: number) => number): number =>
    ranks.reduce((sum, rank) => sum + value(rank), 0) / ranks.length;
  const gain = (rank: number, within: number): number => (rank < within ? 1 / Math.log2(rank + 2) : 0);
  return {
    customers: ranks.length,
    hitRateAt10: mean((rank) => Number(rank < 10)),
    ndcgAt10: mean((rank) => gain(rank, 10)),
    ndcgAt20: mean((rank) => gain(rank, 20)),
  };
}
