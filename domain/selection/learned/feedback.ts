import type { PreparedCatalog } from '../catalog';
import { brandShare, categoryShare } from '../likeness';
import type { Deed } from '../model/types';
import type { SelectionHistory } from '../types';

/** What a customer said about one item, in one way or another. */
export interface Saying {
  sku: string;
  index: number;
  /** -1 (never again) to 1 (more of this). */
  strength: number;
  stars: number | null;
  /** The deed that said it. */
  how: Deed['kind'];
}

/** An older saying counts less: by this factor for each newer one. */
export const forgetting = 0.9;
const ofStars = [-1, -1, -0.6, 0, 0.6, 1];
const ofKind: Record<Deed['kind'], number> = {
  sent: 0,
  viewed: 0.05,
  clicked: 0.15,
  skipped: -0.5,
  swappedAway: -1,
  returned: -1,
  rated: 0,
};

/**
 * The newest saying about each item of the catalog (in whatever size), newest first. Swaps and skips that the history tells of are left out:
 * they lower the preference part already.
 */
export function sayingsOf(catalog: PreparedCatalog, deeds: readonly Deed[], history: SelectionHistory): Saying[] {
  const told = new Set([...history.refusedSkus, ...history.skippedSkus]);
  const sayings = new Map<number, Saying>();
  for (const deed of deeds.toReversed()) {
    const { sku, kind } = deed;
    const index = catalog.indexBySku.get(sku);
    if (index === undefined || ((kind === 'swappedAway' || kind === 'skipped') && told.has(sku))) continue;
    const stars = kind === 'rated' ? Math.round(Math.min(5, Math.max(0, deed.stars ?? 3))) : null;
    const strength = stars === null ? ofKind[kind] : ofStars[stars]!;
    const item = catalog.standIns[index]!;
    const newer = sayings.get(item);
    // A look at an item does not take back what was said about it.
    if (strength !== 0 && (!newer || Math.abs(newer.strength) < 0.5))
      sayings.set(item, { sku, index, strength, stars, how: kind });
  }
  return [...sayings.values()];
}

/** For each kind and brand what the customer's sayings amount to; add both to have an item's. */
export function feedbackOf(
  catalog: PreparedCatalog,
  sayings: readonly Saying[],
): { kinds: Float64Array; brands: Float64Array } {
  const kinds = new Float64Array(catalog.kindPaths.length);
  const brands = new Float64Array(catalog.brandCount);
  sayings.forEach(({ index, strength }, age) => {
    const weight = strength * forgetting ** age;
    const likeness = catalog.likenessTo(catalog.kinds[index]!);
    for (let kind = 0; kind < kinds.length; kind += 1) kinds[kind]! += weight * categoryShare * likeness[kind]!;
    const brand = catalog.brands[index]!;
    if (brand >= 0) brands[brand]! += weight * brandShare;
  });
  return { kinds, brands };
}

/** How alike two items are for feedback, 0-1. */
export function alikeness(catalog: PreparedCatalog, one: number, other: number): number {
  const kind = catalog.likenessTo(catalog.kinds[other]!)[catalog.kinds[one]!]!;
  const sameBrand = catalog.brands[one]! >= 0 && catalog.brands[one] === catalog.brands[other];
  return categoryShare * kind + (sameBrand ? brandShare : 0);
}

/** Keeps any sum of sayings between -1 and 1; the first ones count most. */
export const bounded = (sum: number): number => sum / (1 + Math.abs(sum));
