import type { SelectionWeights } from '../program/types';
import { ageWeight } from './age';
import type { Scored } from './best';
import type { PreparedCatalog } from './catalog';
import { isLearned, learnedWeight } from './learned/names';
import type { SelectionParts } from './types';

/** How much of the whole weight an alternative is set back for each one of its kind, or brand, that is chosen already. */
const kindSetback = 0.06;
const brandSetback = 0.02;

/** What setbacks are measured by: about the most that two scores of such parts can differ under these weights. */
export function wholeWeight(weights: SelectionWeights, parts: SelectionParts): number {
  const { rating, awards, preference, novelty } = weights;
  const age = parts.age === undefined ? 0 : ageWeight(weights);
  return rating + awards + preference + novelty + age + (isLearned(parts) ? learnedWeight(weights) : 0);
}

/**
 * Chooses `count` of the ranked `candidates` one by one, each time the best after its setbacks: eight alternatives of
 * one kind only happen when nothing else comes close. `whole` is the whole weight. Returned best first by score, so `candidates`' order is kept.
 */
export function diverse<T extends Scored>(
  catalog: PreparedCatalog,
  whole: number,
  pick: number,
  candidates: readonly T[],
  count: number,
): T[] {
  const { kinds, brands } = catalog;
  /** How many of the kind and brand of each candidate are chosen already. */
  const ofKind = new Int32Array(candidates.length);
  const ofBrand = new Int32Array(candidates.length);
  const countIn = (index: number): void => {
    candidates.forEach((candidate, at) => {
      if (kinds[candidate.index] === kinds[index]) ofKind[at]! += 1;
      if (brands[index]! >= 0 && brands[candidate.index] === brands[index]) ofBrand[at]! += 1;
    });
  };
  countIn(pick);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, candidates.length)) {
    let best = -1;
    let bestScore = -Infinity;
    for (let at = 0; at < candidates.length; at += 1) {
      const score = candidates[at]!.score - whole * (kindSetback * ofKind[at]! + brandSetback * ofBrand[at]!);
      // Only a higher score wins, so that a tie goes to the better ranked candidate.
      if (score > bestScore && !chosen.has(at)) [best, bestScore] = [at, score];
    }
    chosen.add(best);
    countIn(candidates[best]!.index);
  }
  return candidates.filter((_, at) => chosen.has(at));
}
