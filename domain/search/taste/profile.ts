import type { TasteProfile } from '../types';
import type { TasteSums } from './types';

/** Strength at which a weight is one half: two purchases, or a rated one and some looks. */
const halfAt = 2;
/** Less than this says nothing, and would only make profiles long. */
const leastWeight = 0.02;
/** Of each list, the strongest. */
const most = { brands: 30, categories: 60, skus: 50, sizes: 3, ages: 5 };
/** Strength that it takes to speak of a price range. */
const leastPriceStrength = 0.5;
/** However alike the prices were: half as much more or less is still in their range. */
const leastSpread = Math.log(1.5);

/**
 * The profile that sums stand for; null when they speak for nothing. Each weight is s / (s + 2) of its sum s: above 0 and
 * below 1 for every input, growing with s, and what was turned down as often as it was taken has none.
 */
export function profileOf(sums: TasteSums): TasteProfile | null {
  const brands = weightsOf(sums.brands, most.brands);
  const categories = weightsOf(sums.categories, most.categories);
  const skus = weightsOf(sums.skus, most.skus);
  const sizes = Object.keys(weightsOf(sums.sizes, most.sizes));
  const ages = agesOf(sums.ages);
  const priceCents = priceRange(sums.price);
  if ([brands, categories, skus].every((weights) => Object.keys(weights).length === 0)) return null;
  return { brands, categories, priceCents, skus, sizes, ages };
}

/** The strongest first; equal ones in the order of their names, so that the same sums make the same text. */
function weightsOf(sums: Record<string, number>, count: number): Record<string, number> {
  const weights = Object.entries(sums)
    .map(([name, sum]) => [name, weightOf(sum)] as const)
    .filter(([, weight]) => weight >= leastWeight)
    .sort(([name, weight], [otherName, other]) => other - weight || (name < otherName ? -1 : 1));
  return Object.fromEntries(weights.slice(0, count));
}

/** To three digits, since a profile is compared as text. Never 1: the strongest taste leaves room for a stronger one. */
function weightOf(sum: number): number {
  return sum > 0 ? Math.min(0.999, Math.round((sum / (sum + halfAt)) * 1_000) / 1_000) : 0;
}

/** The years that got at least half of what the best one got. */
function agesOf(sums: Record<string, number>): number[] {
  const weights = weightsOf(sums, most.ages);
  const best = Math.max(0, ...Object.values(weights));
  const years = Object.entries(weights).flatMap(([year, weight]) => (weight >= best / 2 ? [Number(year)] : []));
  return years.sort((one, other) => one - other);
}

/** One standard deviation around the geometric mean: prices are told apart by how many times as dear they are. */
function priceRange({ strength, logarithms, squares }: TasteSums['price']): TasteProfile['priceCents'] {
  if (strength < leastPriceStrength) return null;
  const mean = logarithms / strength;
  const spread = Math.max(leastSpread, Math.sqrt(Math.max(0, squares / strength - mean * mean)));
  return { low: Math.round(Math.exp(mean - spread)), high: Math.round(Math.exp(mean + spread)) };
}

/** Of each list of sums, this many are kept: more than a profile shows, so that what is near its end may still come in. */
const mostKept = { brands: 60, categories: 120, skus: 100, sizes: 10, ages: 30 };

/** The sums as they are stored: of who did very much, only what is strongest, for or against. */
export function shortened(sums: TasteSums): TasteSums {
  const strongest = (of: Record<string, number>, count: number): Record<string, number> =>
    Object.fromEntries(
      Object.entries(of)
        .sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))
        .slice(0, count)
        .map(([name, sum]) => [name, Math.round(sum * 1e6) / 1e6]),
    );
  return {
    ...sums,
    brands: strongest(sums.brands, mostKept.brands),
    categories: strongest(sums.categories, mostKept.categories),
    skus: strongest(sums.skus, mostKept.skus),
    sizes: strongest(sums.sizes, mostKept.sizes),
    ages: strongest(sums.ages, mostKept.ages),
  };
}
