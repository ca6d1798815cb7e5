/** An item of a program's catalog, as search sees it. */
export interface SearchDocument {
  /** `programId/sku`; ties between equally good items go to the lower key. */
  key: string;
  programId: string;
  sku: string;
  title: string;
  brand: string | null;
  /** `Games > Card Games` is `['Games', 'Card Games']`. */
  categoryPath: string[];
  /** List price in minor units of `currency`. */
  priceCents: number;
  currency: string;
  /** Mean stars, 0-5; null when nobody rated it. */
  rating: number | null;
  reviewCount: number;
  awards: string[];
  ageMinYears: number | null;
  ageMaxYears: number | null;
  inStock: boolean;
  /** As the label reads; absent or null where items have no sizes. */
  size?: string | null;
  /** What sizes of one model have in common. */
  styleId?: string | null;
  /** When the program first had it, in milliseconds since the epoch; unknown ones are the oldest. */
  addedAtMs?: number | null;
}

/** What a program says about its search. */
export interface SearchRules {
  /** Groups of words or phrases that mean the same: each finds the others. */
  synonyms: string[][];
  /** Words that an item need not have, though they were asked for: `for`, `the`. */
  ignoredWords: string[];
  /** Upper ends (exclusive, ascending) of the price bands of the facets, in minor units; the last band is open. */
  priceBandsCents: number[];
  /** Ages that the facets offer, in years. */
  ageYears: number[];
  /** The size in which a style is shown to who wears none in particular, where items have sizes. */
  usualSize: string | null;
}

/** Absent: no such filter. An item passes a list when it has one of its values; names are compared without regard to case and accents. */
export interface SearchFilters {
  /** A path from its top: `Games`, `Games > Card Games`; items below it pass. */
  categories?: string[];
  brands?: string[];
  minPriceCents?: number;
  maxPriceCents?: number;
  /** Items that state other ages do not pass; those that state none do. */
  ageYears?: number;
  inStock?: boolean;
  sizes?: string[];
}

export type SearchSort = 'relevance' | 'priceLow' | 'priceHigh' | 'rating' | 'newest';

/**
 * Where a page ended: the next one has what comes after it by (band, value, key), the first two descending. It says
 * nothing about the catalog, so that items may come and go between two pages.
 */
export interface SearchCursor {
  /** Band of relevance; 0 for every other sort. */
  band: number;
  /** What the sort orders by within the band. */
  value: number;
  key: string;
}

export interface SearchQuery {
  /** As it was typed. Words are matched by their beginnings and with typos; `"..."` as a phrase. May be empty: everything. */
  text: string;
  filters: SearchFilters;
  sort: SearchSort;
  /** At least 1. */
  limit: number;
  after: SearchCursor | null;
}

/** What a customer is likely to want, worked out ahead of the search. Weights are 0..1. */
export interface TasteProfile {
  /** By the brand's name in lower case. */
  brands: Record<string, number>;
  /** By category path, its levels in lower case and joined by ` > `; a level counts for what is below it. */
  categories: Record<string, number>;
  /** What they usually pay, in minor units. */
  priceCents: { low: number; high: number } | null;
  skus?: Record<string, number>;
  sizes?: string[];
  /** Ages in years that they look for. */
  ages?: number[];
}

export type HighlightedField = 'title' | 'brand' | 'category';

/** `[start, end)` in UTF-16 units of the original text; `category` is the path joined by ` > `. Ascending, without overlap. */
export interface Highlight {
  field: HighlightedField;
  ranges: [start: number, end: number][];
}

export interface SearchHit {
  document: SearchDocument;
  /** Relevance, 0..1 of what the query could score at best; 0 when nothing was searched for. */
  score: number;
  highlights: Highlight[];
  /** How much the customer's taste speaks for it, 0..1; null without one. */
  personalScore: number | null;
}

export interface FacetValue {
  value: string;
  count: number;
}

/** Each facet counts what its own filter would leave, with all other filters applied. */
export interface SearchFacets {
  /** Paths from the top, joined by ` > `; an item counts for each level of its path. Most frequent first. */
  categories: FacetValue[];
  brands: FacetValue[];
  /** `[minCents, maxCents)`; the last band has no end. Empty ones are left out. */
  prices: { minCents: number; maxCents: number | null; count: number }[];
  /** Items that suit each age; empty when no item states any. */
  ages: { ageYears: number; count: number }[];
  inStock: { inStock: number; outOfStock: number };
  sizes: FacetValue[];
}

/**
 * `relaxed`: nothing has all words, so these have most of them. `popular`: nothing has any of them, so these are what
 * the program's customers like.
 */
export type SearchFallback = 'none' | 'relaxed' | 'popular';

export interface SearchPage {
  hits: SearchHit[];
  /** Of all pages; a style counts once. */
  total: number;
  facets: SearchFacets;
  /** The query as it would read without the typos that were seen in it. */
  didYouMean: string | null;
  fallback: SearchFallback;
  /** Null on the last page. */
  next: SearchCursor | null;
}
