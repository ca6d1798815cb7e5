import type { Style } from './types';

/** How much a fit of the customer's says about another style: the nearer, the more. */
const weights = { sameBrand: 1, sameCategory: 0.8, other: 0.5 };

export function weightOf(
  fit: Pick<Style, 'brand' | 'category'>,
  { brand, category }: Pick<Style, 'brand' | 'category'>,
): number {
  if (fit.brand !== null && fit.brand === brand) return weights.sameBrand;
  return fit.category !== null && fit.category === category ? weights.sameCategory : weights.other;
}
