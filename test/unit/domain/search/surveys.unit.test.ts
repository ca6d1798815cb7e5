import { SearchIndex } from '#domain/search/index';
import type { Survey } from '#domain/search/survey';
import { Surveys } from '#domain/search/surveys';
import type { SearchQuery, TasteProfile } from '#domain/search/types';
import { item, query as asked, rules as rulesWith } from './shop';

const rules = rulesWith();
/** So many that what is found is remembered. */
const many = Array.from({ length: 1_200 }, (_, n) =>
  item(`S${n}`, `Puzzle ${n}`, { brand: n % 2 === 0 ? 'Even' : 'Odd', priceCents: 500 + n }),
);
const query = (more: Partial<SearchQuery> = {}): SearchQuery => asked('puzzle', more);
const likes = (brand: string): TasteProfile => ({
  brands: { [brand]: 0.9 },
  categories: {},
  priceCents: null,
});

test('what was found for one customer is put in another order for the next', () => {
  const index = SearchIndex.build(many, rules);
  const even = index.search(query(), likes('even'));
  const odd = index.search(query(), likes('odd'));
  expect(even.hits.every(({ document }) => document.brand === 'Even')).toBe(true);
  expect(odd.hits.every(({ document }) => document.brand === 'Odd')).toBe(true);
  expect(odd).toEqual(SearchIndex.build(many, rules).search(query(), likes('odd')));
  expect(odd.facets).toEqual(even.facets);
});

test.each([
  ['in another order', { sort: 'priceHigh' as const }],
  ['on another page', { limit: 7 }],
  ['with a filter', { filters: { brands: ['odd'] } }],
])('the same words %s are answered as if they had not been asked before', (_, more) => {
  const index = SearchIndex.build(many, rules);
  index.search(query(), null);
  expect(index.search(query(more), null)).toEqual(SearchIndex.build(many, rules).search(query(more), null));
});

test('nothing that was found outlives a change of an item', () => {
  const index = SearchIndex.build(many, rules);
  expect(index.search(query(), null).total).toBe(1_200);
  index.remove(many[0]!.key);
  expect(index.search(query(), null).total).toBe(1_199);
  index.upsert({ ...many[1]!, title: 'A kite' });
  expect(index.search(query(), null).total).toBe(1_198);
});

const survey = (length: number): Survey => ({
  items: { length, slots: new Int32Array(length + 10), scores: new Float64Array(length + 10) },
  total: length,
  wasScored: true,
  words: new Set(),
  facets: SearchIndex.build([], rules).search(query(), null).facets,
  didYouMean: null,
  fallback: 'none',
});

test('a survey is made once, and a copy of its items is kept', () => {
  const surveys = new Surveys();
  const made = survey(600);
  const make = vi.fn(() => made);
  surveys.of('q', make);
  made.items.slots.fill(9);
  expect([...surveys.of('q', make).items.slots]).toEqual(Array.from({ length: 600 }, () => 0));
  expect(make).toHaveBeenCalledTimes(1);
});

test('what finds little is not kept', () => {
  const surveys = new Surveys();
  const make = vi.fn(() => survey(10));
  surveys.of('q', make);
  surveys.of('q', make);
  expect(make).toHaveBeenCalledTimes(2);
});

test('the items of all that is kept are bounded, and what was not asked for longest goes first', () => {
  const surveys = new Surveys();
  const make = vi.fn(() => survey(350_000));
  surveys.of('a', make);
  surveys.of('b', make);
  surveys.of('a', make);
  surveys.of('c', make); // above a million: `b` goes
  make.mockClear();
  surveys.of('a', make);
  surveys.of('c', make);
  expect(make).not.toHaveBeenCalled();
  surveys.of('b', make);
  expect(make).toHaveBeenCalledTimes(1);
});
