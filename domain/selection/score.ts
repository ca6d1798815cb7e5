import type { SelectionWeights } from '../program/types';
import type { PreparedCatalog } from './catalog';
import type { CustomerView } from './customer';
import { learnedParts } from './learned/names';
import type { SelectionParts } from './types';

/** May item `index` be offered to this customer at all? */
export function isEligible(catalog: PreparedCatalog, view: CustomerView, index: number): boolean {
  if (catalog.inStock[index] === 0 || view.barred[index] === 1) return false;
  const priceCents = catalog.prices[index]!;
  if (priceCents < view.minPriceCents || priceCents > view.maxPriceCents) return false;
  return (catalog.interestBits[index]! & view.dislikedBits) === 0 && view.unsuitable[catalog.ages[index]!] === 0;
}

/** The score of item `index`. */
export function scoreOf(
  catalog: PreparedCatalog,
  view: CustomerView,
  weights: SelectionWeights,
  index: number,
): number {
  return (
    catalog.ratingParts[index]! +
    catalog.awardParts[index]! +
    preferencePart(catalog, view, index) +
    noveltyPart(catalog, view, weights, index) +
    (view.ageParts?.[catalog.ages[index]!] ?? 0) +
    (view.learned?.sums[index] ?? 0)
  );
}

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
