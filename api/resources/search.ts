import type { z } from 'zod';
import type { SearchDocument, SearchHit, SearchPage } from '#domain/search/types';
import type { searchAnswer } from '#contract/search';

type Answer = z.output<typeof searchAnswer>;

/** What is told of an item; written out, since copying all but some of its fields would cost more than the rest of an answer. */
export const itemResource = (document: SearchDocument) => ({
  sku: document.sku,
  title: document.title,
  brand: document.brand,
  categoryPath: document.categoryPath,
  priceCents: document.priceCents,
  currency: document.currency,
  rating: document.rating,
  reviewCount: document.reviewCount,
  awards: document.awards,
  ageMinYears: document.ageMinYears,
  ageMaxYears: document.ageMaxYears,
  inStock: document.inStock,
  size: document.size ?? null,
  styleId: document.styleId ?? null,
});

/** What is the same in the answer of everybody who is given a page. */
export type PageResource = Pick<Answer, 'items' | 'total' | 'facets' | 'didYouMean' | 'fallback'>;

/** The inside of a JSON object: the fields of a `PageResource`, on whose pages before were `shown` items. */
export function pageText({ hits, total, facets, didYouMean, fallback }: SearchPage, shown: number): string {
  const page: PageResource = { items: hitResources(hits, shown), total, facets, didYouMean, fallback };
  return JSON.stringify(page).slice(1, -1);
}

const hitResources = (hits: SearchHit[], shown: number): PageResource['items'] =>
  hits.map(({ document, score, personalScore, highlights }, n) => ({
    ...itemResource(document),
    position: shown + n + 1,
    score,
    personalScore,
    highlights,
  }));
