import { SearchIndex } from '#domain/search/index';
import type { SearchFilters } from '#domain/search/types';
import { item, query, rules, skusOf } from './shop';

const index = SearchIndex.build(
  [
    item('kite', 'Harry the Power Kite and String'),
    item('owl', 'Harry Potter Owl', { brand: 'Noble' }),
    item('quidditch', 'Harry Potter Quidditch Broom', { brand: 'Other' }),
    item('wooden', 'Wooden Train Set'),
  ],
  rules({ ignoredWords: ['and', 'the'] }),
);

const searched = (text: string, filters: SearchFilters = {}) => index.search(query(text, { filters }), null);

test('no word is taken for an ignored one, so that another item is not found by it', () => {
  const page = searched('harry poter wand');
  expect(page).toMatchObject({ didYouMean: null, fallback: 'relaxed' });
  expect(skusOf(page)).toEqual(expect.arrayContaining(['owl', 'quidditch']));
  expect(searched('teh').didYouMean).toBeNull();
});

test.each([
  ['one word', 'poter owl', 'potter owl'],
  ['several words', 'hary poter qudditch', 'harry potter quidditch'],
  ['beside an ignored word', 'the hary potter', 'the harry potter'],
  ['beside a beginning, which stays as it was typed', 'woo trian', 'woo train'],
  ['beside a plural', 'harry poter owls', 'harry potter owls'],
  ['beside a phrase in quotes', '"harry" poter owl', '"harry" potter owl'],
])('words that an item has together are offered: %s', (_, text, suggested) => {
  expect(searched(text)).toMatchObject({ didYouMean: suggested, fallback: 'none' });
});

test.each([
  ['a word that nothing has', 'harry poter zzzzqqq'],
  ['a word of another item', 'harry poter trian'],
  ['a phrase that nothing has', '"potter harry" qudditch'],
])('words that no item has together are not: beside %s', (_, text) => {
  expect(searched(text)).toMatchObject({ didYouMean: null, fallback: 'relaxed' });
});

test('within filters, an item that passes them has to have the words', () => {
  expect(searched('poter owl', { brands: ['Noble'] }).didYouMean).toBe('potter owl');
  expect(searched('poter owl', { brands: ['Other'] })).toMatchObject({ didYouMean: null, fallback: 'relaxed' });
});
