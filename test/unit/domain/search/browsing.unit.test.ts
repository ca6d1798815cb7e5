import { SearchIndex } from '#domain/search/index';
import type { SearchFilters } from '#domain/search/types';
import { item, query, rules, searched, shop, skusOf } from './shop';

describe('filters', () => {
  it.each<[string, SearchFilters, string[]]>([
    ['a category and what is below it', { categories: ['vehicles'] }, ['fire', 'lorry', 'train']],
    ['a category inside another one', { categories: ['Vehicles > Trains'] }, ['train']],
    [
      'several brands, without regard to case and accents',
      { brands: ['brio', 'MÄRVEL'] },
      ['lorry', 'spider', 'train'],
    ],
    ['prices, ends included', { minPriceCents: 900, maxPriceCents: 1_000 }, ['cafe', 'puzzle', 'shirt', 'train']],
    ['an age, which items without ages suit', { ageYears: 7 }, ['fire', 'lorry', 'shirt', 'spider', 'train']],
    ['stock', { inStock: false }, ['spider']],
    ['a size', { sizes: ['98/104'] }, ['shirt']],
    ['all of them at once', { brands: ['BRIO'], maxPriceCents: 1_500, inStock: true }, ['train']],
  ])('keep to %s', (_, filters, skus) => {
    expect(skusOf(searched('', { filters })).toSorted()).toEqual(skus);
  });
});

it('filters that leave nothing are answered with what is popular', () => {
  expect(searched('', { filters: { minPriceCents: 1_000_000 } })).toMatchObject({ fallback: 'popular', total: 7 });
  expect(SearchIndex.build([], rules()).search(query('train'), null)).toMatchObject({
    hits: [],
    total: 0,
    fallback: 'none',
    next: null,
  });
});

describe('facets', () => {
  it('count what was found', () => {
    expect(searched('brio').facets).toEqual({
      categories: [
        { value: 'Vehicles', count: 2 },
        { value: 'Vehicles > Trains', count: 1 },
        { value: 'Vehicles > Trucks', count: 1 },
      ],
      brands: [{ value: 'BRIO', count: 2 }],
      sizes: [],
      prices: [{ minCents: 1_000, maxCents: 2_000, count: 2 }],
      ages: [],
      inStock: { inStock: 2, outOfStock: 0 },
    });
  });

  it('count what their own filter would leave', () => {
    const { facets, total } = searched('', { filters: { brands: ['BRIO'], categories: ['Vehicles > Trucks'] } });
    expect(total).toBe(1);
    expect(facets.brands).toEqual([
      { value: 'BRIO', count: 1 },
      { value: 'Playmobil', count: 1 },
    ]);
    expect(facets.categories.map(({ value }) => value)).toEqual(['Vehicles', 'Vehicles > Trains', 'Vehicles > Trucks']);
    expect(facets.inStock).toEqual({ inStock: 1, outOfStock: 0 });
  });

  it('offer ages where items state them, each with what its filter leaves', () => {
    const { ages } = searched('').facets;
    for (const { ageYears, count } of ages) expect(searched('', { filters: { ageYears } }).total).toBe(count);
    expect(ages.find(({ ageYears }) => ageYears === 4)?.count).toBe(6);
  });

  it('spell a name as most items do', () => {
    const documents = ['Lego', 'LEGO', 'LEGO'].map((brand, n) => item(String(n), 'Bricks', { brand }));
    const { facets } = SearchIndex.build(documents, rules()).search(query(''), null);
    expect(facets.brands).toEqual([{ value: 'LEGO', count: 3 }]);
  });

  it('take the bands of the program', () => {
    const index = SearchIndex.build(shop, rules({ priceBandsCents: [1_000], ageYears: [5] }));
    const { prices, ages } = index.search(query(''), null).facets;
    expect(prices).toEqual([
      { minCents: 0, maxCents: 1_000, count: 2 },
      { minCents: 1_000, maxCents: null, count: 5 },
    ]);
    expect(ages).toEqual([{ ageYears: 5, count: 6 }]);
  });
});

describe('sorts', () => {
  const documents = [
    item('old', 'Ball', { priceCents: 300, rating: 5, reviewCount: 200, addedAtMs: 1 }),
    item('new', 'Ball', { priceCents: 200, rating: 3, reviewCount: 200, addedAtMs: 3 }),
    item('mid', 'Ball', { priceCents: 200, rating: 5, reviewCount: 1, addedAtMs: 2 }),
    item('unknown', 'Ball', { priceCents: 400, rating: null, reviewCount: 0 }),
  ];
  const index = SearchIndex.build(documents, rules());

  it.each([
    ['priceLow', ['mid', 'new', 'old', 'unknown']],
    ['priceHigh', ['unknown', 'old', 'mid', 'new']],
    ['rating', ['old', 'mid', 'unknown', 'new']],
    ['newest', ['new', 'mid', 'old', 'unknown']],
  ] as const)('%s', (sort, skus) => {
    expect(skusOf(index.search(query('ball', { sort }), null))).toEqual(skus);
  });

  it('relevance puts the word in the title before the word in the category', () => {
    expect(skusOf(searched('trucks'))).toEqual(['fire', 'lorry']);
  });
});
