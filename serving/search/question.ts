import { defaultPageSize } from '#domain/search/rules';
import type { SearchQuery } from '#domain/search/types';

/** One line in small letters, without control characters, composed, with single blanks: what is typed alike is one question. */
export const normalizedText = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[\p{Cc}\p{Cs}\s]+/gu, ' ')
    .trim();

/** The same for every way to ask the same: in one order, without what is empty. */
export function questionOf({ text, filters, sort, limit, after }: SearchQuery): string {
  const { categories, brands, sizes, ...bounds } = filters;
  const lists = { categories: inOrder(categories), brands: inOrder(brands), sizes: inOrder(sizes) };
  const { minPriceCents, maxPriceCents, ageYears, inStock } = bounds;
  const filter = { ...lists, minPriceCents, maxPriceCents, ageYears, inStock };
  return JSON.stringify([text, filter, sort, limit, after && [after.band, after.value, after.key]]);
}

const inOrder = (values: string[] | undefined): string[] | undefined => values && [...new Set(values)].sort();

/** The first page of a text alone, which is what is worked out ahead; of no text at all: the home page. */
export const plainQuery = (text: string): SearchQuery => ({
  text,
  filters: {},
  sort: 'relevance',
  limit: defaultPageSize,
  after: null,
});
