import type { z } from 'zod';
import type { SearchDocument, SearchHit, SearchPage } from '../../domain/search/types';
import type { searchAnswer } from '../schemas/search';

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

/** The items of a page; `shown` is how many the pages before had. */
export const hitResources = ({ hits }: SearchPage, shown: number): Answer['items'] =>
  hits.map(({ document, score, personalScore, highlights }: SearchHit, n) => ({
    ...itemResource(document),
    position: shown + n + 1,
    score,
    personalScore,
    highlights,
  }));
