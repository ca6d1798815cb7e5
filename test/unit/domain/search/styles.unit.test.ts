import { SearchIndex } from '#domain/search/index';
import type { SearchDocument, SearchQuery, TasteProfile } from '#domain/search/types';
import { allPages, item, query, rules, skusOf } from './shop';

const sizes = ['S', 'M', 'L'];
/** A style in three sizes: `shirt-S`, `shirt-M`, `shirt-L`. */
const style = (id: string, title: string, more: Partial<SearchDocument> = {}): SearchDocument[] =>
  sizes.map((size) => item(`${id}-${size}`, title, { styleId: id, size, ...more }));

/** Sizes of a style that do not come one after the other. */
const clothes = [
  ...style('shirt', 'Linen shirt'),
  ...style('dress', 'Linen dress', { brand: 'Nordvind', priceCents: 4_000 }),
  item('scarf', 'Linen scarf'),
].toSorted((one, other) => one.sku.slice(2).localeCompare(other.sku.slice(2)));
const index = SearchIndex.build(clothes, rules({ priceBandsCents: [2_000] }));
const searched = (text: string, more: Partial<SearchQuery> = {}, taste: TasteProfile | null = null) =>
  index.search(query(text, more), taste);
const wears = (...worn: string[]): TasteProfile => ({ brands: {}, categories: {}, priceCents: null, sizes: worn });
const shirtOf = (skus: string[]): string | undefined => skus.find((sku) => sku.startsWith('shirt'));

test.each(['linen', ''])('"%s" finds each style once, and counts it once', (text) => {
  const page = searched(text);
  expect(
    skusOf(page)
      .map((sku) => sku.split('-')[0]!)
      .toSorted(),
  ).toEqual(['dress', 'scarf', 'shirt']);
  expect(page.total).toBe(3);
  expect(page.next).toBeNull();
});

test('a facet counts styles: in each of their sizes, and once for all else', () => {
  const { facets } = searched('linen');
  expect(facets.sizes).toEqual(['L', 'M', 'S'].map((value) => ({ value, count: 2 })));
  expect(facets.brands).toEqual([{ value: 'Nordvind', count: 1 }]);
  expect(facets.categories).toEqual([{ value: 'Toys', count: 3 }]);
  expect(facets.prices.map(({ count }) => count)).toEqual([2, 1]);
  expect(facets.inStock).toEqual({ inStock: 3, outOfStock: 0 });
});

test('a style that is gone in some sizes counts on both sides', () => {
  const documents = clothes.map((each) => (each.sku === 'shirt-M' ? { ...each, inStock: false } : each));
  const { facets, total } = SearchIndex.build(documents, rules()).search(query('shirt'), null);
  expect(facets.inStock).toEqual({ inStock: 1, outOfStock: 1 });
  expect(total).toBe(1);
});

test('the size that is shown is one that passes the filters, is in stock, and is worn by the customer', () => {
  expect(skusOf(searched('shirt', { filters: { sizes: ['M'] } }))).toEqual(['shirt-M']);
  expect(skusOf(searched('shirt', {}, wears('L')))).toEqual(['shirt-L']);
  const withoutLarge = clothes.map((each) => (each.sku === 'shirt-L' ? { ...each, inStock: false } : each));
  const other = SearchIndex.build(withoutLarge, rules()).search(query('shirt'), wears('L'));
  expect(shirtOf(skusOf(other))).not.toBe('shirt-L');
  expect(other.hits[0]!.document.inStock).toBe(true);
});

test('who wears no size in particular is shown the usual one, in every order; their taste does not lean towards it', () => {
  const usual = SearchIndex.build(clothes, rules({ usualSize: 'M' }));
  const buysNordvind: TasteProfile = { brands: { nordvind: 1 }, categories: {}, priceCents: null };
  for (const taste of [null, buysNordvind]) {
    for (const sort of ['relevance', 'priceLow', 'rating'] as const) {
      const skus = skusOf(usual.search(query('linen', { sort }), taste));
      expect(skus.toSorted()).toEqual(['dress-M', 'scarf', 'shirt-M']);
    }
  }
  expect(shirtOf(skusOf(usual.search(query('linen'), wears('L'))))).toBe('shirt-L');
  const scoreOf = (of: SearchIndex) =>
    of.search(query('shirt'), buysNordvind).hits.map(({ personalScore }) => personalScore);
  expect(scoreOf(usual)).toEqual(scoreOf(index));
});

test('pages of one show each style once, whatever is worn', () => {
  for (const taste of [null, wears('M'), wears('L', 'S')]) {
    const pages = allPages(index, query('linen', { limit: 1 }), taste);
    const shown = pages.flatMap(skusOf).map((sku) => sku.split('-')[0]!);
    expect(shown.toSorted()).toEqual(['dress', 'scarf', 'shirt']);
  }
});

test('a style is found while one of its sizes is left', () => {
  const left = SearchIndex.build(clothes, rules());
  for (const size of sizes) {
    expect(shirtOf(skusOf(left.search(query('linen'), null)))).toBeDefined();
    left.remove(`toys/shirt-${size}`);
  }
  expect(skusOf(left.search(query('linen'), null)).toSorted()).toHaveLength(2);
});
