import type { SelectionWeights } from '../program/types';
import { Best, type Scored } from './best';
import type { PreparedCatalog } from './catalog';
import type { CustomerView } from './customer';
import { learnedParts } from './learned/names';
import type { SelectionParts } from './types';

/** Indexes of the items that may be offered to this customer at all, ascending: what else is worked out, is for them alone. */
export function eligibleItems(catalog: PreparedCatalog, view: CustomerView): Int32Array {
  const eligible = new Int32Array(catalog.items.length);
  let count = 0;
  for (let index = 0; index < eligible.length; index += 1) {
    if (isEligible(catalog, view, index)) eligible[count++] = index;
  }
  return eligible.subarray(0, count);
}

function isEligible(catalog: PreparedCatalog, view: CustomerView, index: number): boolean {
  if (catalog.inStock[index] === 0 || view.barred[index] === 1) return false;
  const priceCents = catalog.prices[index]!;
  if (priceCents < view.minPriceCents || priceCents > view.maxPriceCents) return false;
  return (catalog.interestBits[index]! & view.dislikedBits) === 0 && view.unsuitable[catalog.ages[index]!] === 0;
}

/**
 * The `limit` best of what is eligible; scores are what `partsOf` takes apart, added up. What is slow to work out and can
 * only add a little is left for those that it could still bring among the best.
 */
export function bestItems(
  catalog: PreparedCatalog,
  view: CustomerView,
  weights: SelectionWeights,
  limit: number,
): Scored[] {
  const { fixedParts, makes, ages, interestBits } = catalog;
  const { eligible, ageParts, likedBits, perLike } = view;
  const { sums, fine, mostFine = 0 } = view.learned ?? {};
  const ofMake = makeScores(catalog, view, weights);
  const best = new Best(limit);
  for (let at = 0; at < eligible.length; at += 1) {
    const index = eligible[at]!;
    let score = fixedParts[index]! + ofMake[makes[index]!]!;
    const liked = interestBits[index]! & likedBits;
    if (liked !== 0) score += perLike * countBits(liked);
    if (ageParts) score += ageParts[ages[index]!]!;
    if (sums) score += sums[index]!;
    if (score + mostFine < best.worstScore) continue;
    if (fine) score += fine(index);
    best.add(index, score);
  }
  return best.sorted();
}

/** What kind and brand are worth: novelty, less what is taken off for skips and swaps. */
function makeScores(
  { makeKinds, makeBrands }: PreparedCatalog,
  { kindLikeness, brandLikeness, penalties }: CustomerView,
  { novelty }: SelectionWeights,
): Float64Array {
  const scores = new Float64Array(makeKinds.length);
  for (let make = 0; make < scores.length; make += 1) {
    const [kind, brand] = [makeKinds[make]!, makeBrands[make]!];
    const likeness = kindLikeness[kind]! + (brand < 0 ? 0 : brandLikeness[brand]!);
    scores[make] = novelty * (1 - likeness) - penalties[kind]!;
  }
  return scores;
}

/** The parts of the score of item `index`. */
export function partsOf(
  catalog: PreparedCatalog,
  view: CustomerView,
  weights: SelectionWeights,
  index: number,
): SelectionParts {
  return {
    rating: catalog.ratingParts[index]!,
    awards: catalog.awardParts[index]!,
    preference: preferencePart(catalog, view, index),
    novelty: noveltyPart(catalog, view, weights, index),
    ...(view.ageParts && { age: view.ageParts[catalog.ages[index]!]! }),
    ...view.learned?.partsOf(index),
  };
}

/** The score that parts make: those of the rules, and the sum of the learned ones. */
export function sumOf({ rating, awards, preference, novelty, age = 0, ...learned }: SelectionParts): number {
  const sum = learnedParts.reduce((total, part) => total + (learned[part] ?? 0), 0);
  return rating + awards + preference + novelty + age + sum;
}

function preferencePart(catalog: PreparedCatalog, view: CustomerView, index: number): number {
  const matched = countBits(catalog.interestBits[index]! & view.likedBits);
  return view.perLike * matched - view.penalties[catalog.kinds[index]!]!;
}

function noveltyPart(catalog: PreparedCatalog, view: CustomerView, weights: SelectionWeights, index: number): number {
  return weights.novelty * (1 - likenessOf(catalog, view, index));
}

/** 0: unlike everything in the latest boxes; 1: the same category and brand as in the last one. */
export function likenessOf(catalog: PreparedCatalog, view: CustomerView, index: number): number {
  const brand = catalog.brands[index]!;
  return view.kindLikeness[catalog.kinds[index]!]! + (brand < 0 ? 0 : view.brandLikeness[brand]!);
}

/** Number of set bits (Kernighan's loop: one turn per matched interest, and there are few). */
function countBits(bits: number): number {
  let rest = bits;
  let count = 0;
  while (rest !== 0) {
    rest &= rest - 1;
    count += 1;
  }
  return count;
}
