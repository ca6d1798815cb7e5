import type { SearchHit } from '#domain/search/types';
import { searched, skusOf } from './shop';

describe('words', () => {
  it.each([
    ['whole, in any order and case', 'STATION train', ['puzzle', 'train']],
    ['by their beginnings, as they are typed', 'wooden tra', ['train']],
    ['by a beginning that is not the last word', 'woo train', ['train']],
    ['with a letter wrong', 'woodem train', ['train']],
    ['with a letter missing', 'tiper', ['lorry']],
    ['with a letter too many', 'ladderr', ['fire']],
    ['with two letters swapped', 'laddre', ['fire']],
    ['with two typos in a long word', 'ravnsburgr', ['puzzle']],
    ['without accents', 'cafe creme', ['cafe']],
    ['with other accents', 'cafè', ['cafe']],
    ['with invisible characters inside', 'wood\u200ben\u00ad', ['train']],
    ['in full-width letters', 'ｃａｆｅ', ['cafe']],
    ['in the plural', 'ladders', ['fire']],
    ['of the brand and the category', 'brio vehicles train', ['train']],
    ['written as one', 'spiderman', ['spider']],
    ['written as two', 'tip per', ['lorry']],
  ])('are found %s', (_, text, skus) => {
    expect(skusOf(searched(text)).toSorted()).toEqual(skus);
    expect(searched(text).fallback).toBe('none');
  });

  it('that are typed right are not taken for others', () => {
    expect(skusOf(searched('train'))).not.toContain('fire');
    expect(searched('train')).toMatchObject({ didYouMean: null });
  });
});

describe('a phrase', () => {
  it('is found as it stands', () => {
    expect(skusOf(searched('"train station"'))).toEqual(['puzzle']);
    expect(skusOf(searched('“Train Set” wooden'))).toEqual(['train']);
  });

  it('that nothing has becomes words', () => {
    expect(searched('"station train"')).toMatchObject({ fallback: 'relaxed', total: 2 });
  });

  it('is none before its quote is closed, and inches are no quotes', () => {
    expect(skusOf(searched('"statio'))).toHaveLength(2);
    expect(skusOf(searched('train" station" wooden'))).toEqual(['train']);
  });
});

describe('synonyms', () => {
  it('find each other, the word itself first', () => {
    expect(skusOf(searched('truck'))).toEqual(['fire', 'lorry']);
    expect(skusOf(searched('lorry'))[0]).toBe('lorry');
    expect(searched('lorry').total).toBe(2);
  });

  it('may be phrases', () => {
    expect(skusOf(searched('brain teaser'))).toEqual(['puzzle']);
    expect(skusOf(searched('jigsaw puzzle station'))).toEqual(['puzzle']);
    expect(skusOf(searched('jigsaw pzzle'))).toEqual(['puzzle']);
  });
});

describe('words that the program ignores', () => {
  it('do not count beside others', () => {
    const all = skusOf(searched('wooden train'));
    expect(skusOf(searched('toys for wooden train'))).toEqual(all);
    expect(skusOf(searched('wooden train for'))).toEqual(all);
    expect(searched('wooden "for" train').fallback).toBe('relaxed');
  });

  it('are searched where nothing else was asked for', () => {
    expect(searched('for').fallback).toBe('popular');
  });
});

describe('without a result', () => {
  it('says what was probably meant', () => {
    expect(searched('Woodem  train').didYouMean).toBe('wooden  train');
    expect(searched('laddre').didYouMean).toBe('ladder');
  });

  it('leaves words out that nothing has', () => {
    const page = searched('wooden train zzzzqqq');
    expect(page.fallback).toBe('relaxed');
    expect(skusOf(page)[0]).toBe('train');
  });

  it('shows what is popular when nothing has any word', () => {
    expect(searched('zzzzqqq xxyyzz')).toMatchObject({ fallback: 'popular', total: 7, didYouMean: null });
    expect(searched('zzzzqqq').hits.every(({ score, highlights }) => score === 0 && highlights.length === 0)).toBe(
      true,
    );
  });

  it('leaves words out that nothing has within the filters', () => {
    const ofRavensburger = { filters: { brands: ['Ravensburger'] } };
    const page = searched('wooden train', ofRavensburger); // another brand has both words
    expect(page).toMatchObject({ fallback: 'relaxed', total: 1 });
    expect(skusOf(page)).toEqual(['puzzle']);
    expect(searched('"wooden train"', ofRavensburger)).toMatchObject({ fallback: 'relaxed', total: 1 });
    expect(searched('wooden crème', ofRavensburger).fallback).toBe('popular');
  });

  it('shows what is popular when a filter leaves nothing', () => {
    expect(searched('train', { filters: { brands: ['no such brand'] } })).toMatchObject({
      fallback: 'popular',
      total: 7,
    });
    expect(searched('train', { filters: { brands: ['Marvel'] } })).toMatchObject({ fallback: 'popular', total: 1 });
  });
});

describe('highlights', () => {
  const marked = ({ document, highlights }: SearchHit): Record<string, string[]> => {
    const texts = { title: document.title, brand: document.brand ?? '', category: document.categoryPath.join(' > ') };
    return Object.fromEntries(
      highlights.map(({ field, ranges }) => [field, ranges.map(([start, end]) => texts[field].slice(start, end))]),
    );
  };

  it.each([
    ['cafe creme', { title: ['Café', 'Crème'] }],
    ['spiderman', { title: ['Spider', 'Man'] }],
    ['woodem', { title: ['Wooden'] }],
    ['brio trains set', { title: ['Train', 'Set'], brand: ['BRIO'], category: ['Trains'] }],
  ])('of %s are ranges of the original texts', (text, expected) => {
    expect(marked(searched(text).hits[0]!)).toEqual(expected);
  });
});

describe('whatever is typed', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \t\n '],
    ['control characters', 'tra\u0000in\u0007\u200b'],
    ['quotes only', '"""'],
    ['emoji', '🚂🚃 👩‍👩‍👧'],
    ['right-to-left text', 'קטר \u202eצעצוע قطار'],
    ['half a character', '\ud83d train'],
    ['SQL', "'; DROP TABLE items; --"],
    ['a regular expression', '(a+)+$ [z-a] \\'],
    ['names of object properties', '__proto__ constructor toString'],
    ['a word without end', 'a'.repeat(10_000)],
    ['words without end', 'wodden trian '.repeat(800)],
    ['marks without a letter', '\u0301'.repeat(10_000)],
  ])('is answered: %s', (_, text) => {
    for (const sort of ['relevance', 'priceLow', 'newest'] as const) {
      expect(searched(text, { sort }).hits.length).toBeGreaterThan(0);
    }
  });

  it('the first 512 characters count', () => {
    expect(skusOf(searched(`spider${' '.repeat(600)}train`))).toEqual(['spider']);
  });
});
