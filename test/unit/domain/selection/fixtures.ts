import type { Plan, SelectionRules } from '#domain/program/types';
import type { CatalogItem, SelectionHistory } from '#domain/selection/types';

export const rules: SelectionRules = {
  categories: { include: ['Games', 'Toys > Building'], exclude: ['Casino'] },
  excludeTitles: ['poker'],
  ages: { min: 3, max: 12 },
  interests: [
    { id: 'building', title: 'Building', match: ['brick', 'construction set'] },
    { id: 'animals', title: 'Animals', match: ['animal', 'horse'] },
    { id: 'space', title: 'LEGO Space', match: ['space', 'rocket'] },
  ],
  ratingPrior: { reviews: 10, stars: 4.3 },
  weights: { rating: 4, awards: 0.5, preference: 1, novelty: 0.6 },
};

export const plan: Plan = {
  id: 'monthly',
  title: 'Monthly',
  chargeCents: 2000,
  cadence: { every: 1, unit: 'month' },
  minItemPriceCents: 500,
  maxItemPriceCents: 1800,
};

export const newcomer: SelectionHistory = { sentSkus: [], refusedSkus: [], skippedSkus: [] };

/** An item that everybody may have, changed by `change`. */
export function item(sku: string, change: Partial<CatalogItem> = {}): CatalogItem {
  return {
    sku,
    title: `Item ${sku}`,
    categoryPath: ['Games', 'Card Games'],
    brand: null,
    priceCents: 1000,
    rating: 4.5,
    reviewCount: 10,
    awards: [],
    ageMinYears: null,
    ageMaxYears: null,
    available: 5,
    ...change,
  };
}
