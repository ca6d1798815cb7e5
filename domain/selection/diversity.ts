import type { SelectionWeights } from '../program/types';
import { ageWeight } from './age';
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
export function diverse(
  catalog: PreparedCatalog,
  whole: number,
  pick: number,
  candidates: number[],
  scores: number[],
  count: number,
): number[] {
  const chosenKinds = new Map<number, number>([[catalog.kinds[pick]!, 1]]);
  const chosenBrands = new Map<number, number>([[catalog.brands[pick]!, 1]]);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, candidates.length)) {
    let best = -1;
    let bestScore = -Infinity;
    candidates.forEach((index, at) => {
      if (chosen.has(at)) return;
      const ofKind = chosenKinds.get(catalog.kinds[index]!) ?? 0;
      const ofBrand = catalog.brands[index]! < 0 ? 0 : (chosenBrands.get(catalog.brands[index]!) ?? 0);
      const score = scores[at]! - whole * (kindSetback * ofKind + brandSetback * ofBrand);
      // Only a higher score wins, so that a tie goes to the better ranked candidate.
      if (score > bestScore) [best, bestScore] = [at, score];
    });
    chosen.add(best);
    const index = candidates[best]!;
    chosenKinds.set(catalog.kinds[index]!, (chosenKinds.get(catalog.kinds[index]!) ?? 0) + 1);
    chosenBrands.set(catalog.brands[index]!, (chosenBrands.get(catalog.brands[index]!) ?? 0) + 1);
  }
  return candidates.filter((_, at) => chosen.has(at));
}
