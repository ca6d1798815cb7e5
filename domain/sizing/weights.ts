import type { Style } from './types';

type Kind = Pick<Style, 'styleId' | 'brand' | 'category'>;

/** How much a fit of the customer's says about another style: the nearer, the more. The very same style counts twice. */
const weights = { sameStyle: 2, sameBrand: 1, sameCategory: 0.8, other: 0.5 };

export function weightOf(fit: Kind, { styleId, brand, category }: Kind): number {
  if (fit.styleId === styleId) return weights.sameStyle;
  if (fit.brand !== null && fit.brand === brand) return weights.sameBrand;
  return fit.category !== null && fit.category === category ? weights.sameCategory : weights.other;
}
