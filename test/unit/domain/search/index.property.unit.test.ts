import fc from 'fast-check';
import { SearchIndex } from '#domain/search/index';
import { bands } from '#domain/search/order';
import type { SearchDocument, SearchFilters, SearchQuery, SearchSort, TasteProfile } from '#domain/search/types';
import { allPages, item, query, rules } from './shop';

const words = ['train', 'trains', 'wooden', 'woden', 'set', 'fire-truck', 'Café', 'red', 'station', 'قطار', '🚂'];
const names = ['BRIO', 'brio', 'Lego', 'LEGO', 'Smoby'];

const anyDocument = fc
  .record({
    number: fc.integer({ min: 0, max: 30 }),
    title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 6 }),
    brand: fc.option(fc.constantFrom(...names)),
    category: fc.array(fc.constantFrom('Trains', 'Toys', 'trains'), { minLength: 1, maxLength: 3 }),
    priceCents: fc.constantFrom(100, 900, 5_000),
    rating: fc.option(fc.integer({ min: 0, max: 5 })),
    age: fc.option(fc.constantFrom(1, 5)),
    size: fc.option(fc.constantFrom('S', 'M')),
    styleId: fc.option(fc.constantFrom('one', 'two', 'three')),
    inStock: fc.boolean(),
  })
  .map(({ number, title, category, age, ...rest }) =>
    item(`sku-${number}`, title.join(' '), { ...rest, categoryPath: category, ageMinYears: age }),
  );

const anyQuery = fc
  .record({
    text: fc.array(fc.constantFrom(...words, 'tra', 'wodden', '"', 'brio', 'xyzzy', 's'), { maxLength: 5 }),
    filters: fc.constantFrom<SearchFilters[]>(
      {},
      { brands: ['brio'] },
      { maxPriceCents: 1_000 },
      { ageYears: 3, inStock: true },
    ),
    sort: fc.constantFrom<SearchSort>('relevance', 'relevance', 'priceLow', 'priceHigh', 'rating', 'newest'),
    limit: fc.integer({ min: 1, max: 7 }),
  })
  .map(({ text, ...rest }): SearchQuery => query(text.join(' '), rest));

const weight = fc.double({ min: 0, max: 1, noNaN: true });
const anyTaste: fc.Arbitrary<TasteProfile> = fc.record({
  brands: fc.dictionary(fc.constantFrom('brio', 'lego', 'smoby'), weight),
  categories: fc.dictionary(fc.constantFrom('toys', 'trains', 'toys > trains'), weight),
  priceCents: fc.option(fc.constantFrom({ low: 100, high: 900 }, { low: 900, high: 6_000 })),
  sizes: fc.subarray(['S', 'M']),
});

const distinct = (documents: SearchDocument[]): SearchDocument[] => [
  ...new Map(documents.map((document) => [document.key, document])).values(),
];
/** A style is one hit, whichever of its sizes is shown. */
const hitOf = ({ styleId, key }: SearchDocument): string => styleId ?? key;
const hitsIn = (documents: SearchDocument[]): string[] => [...new Set(documents.map(hitOf))].toSorted();

const someDocuments = fc.array(anyDocument, { minLength: 1, maxLength: 40 });
const someWithoutStyles = someDocuments.map((documents) => documents.map((each) => ({ ...each, styleId: null })));

it('items that came and went leave no trace: the answers are those of an index built anew, in any order', () => {
  const change = fc.oneof(
    anyDocument.map((document) => ({ document, key: document.key })),
    fc.integer({ min: 0, max: 30 }).map((number) => ({ document: undefined, key: `toys/sku-${number}` })),
  );
  fc.assert(
    fc.property(
      someDocuments,
      fc.array(change, { maxLength: 40 }),
      anyQuery,
      fc.option(anyTaste),
      (before, changes, asked, taste) => {
        const index = SearchIndex.build(before, rules());
        const left = new Map(before.map((document) => [document.key, document]));
        for (const { document, key } of changes) {
          index.search(asked, taste); // what is remembered of it must not outlive the change
          if (document) index.upsert(document);
          else index.remove(key);
          left.delete(key);
          if (document) left.set(key, document);
        }
        const anew = SearchIndex.build([...left.values()].reverse(), rules());
        expect(index.size).toBe(left.size);
        expect(index.search(asked, taste)).toEqual(anew.search(asked, taste));
      },
    ),
  );
});

it('pages have every item once, in the order of one long page, and the same total', () => {
  fc.assert(
    fc.property(someDocuments, anyQuery, fc.option(anyTaste), (documents, asked, taste) => {
      const index = SearchIndex.build(distinct(documents), rules());
      const whole = index.search({ ...asked, limit: 100 }, taste);
      const pages = allPages(index, asked, taste);
      expect(pages.flatMap(({ hits }) => hits)).toEqual(whole.hits);
      for (const { total, facets, fallback } of pages) {
        expect({ total, facets, fallback }).toEqual({
          total: whole.hits.length,
          facets: whole.facets,
          fallback: whole.fallback,
        });
      }
    }),
  );
});

it('an item that comes between two pages is not missed behind it, and nothing is shown twice', () => {
  fc.assert(
    fc.property(someDocuments, fc.integer({ min: 1, max: 5 }), (documents, limit) => {
      const index = SearchIndex.build(distinct(documents), rules());
      const asked = query('', { sort: 'priceLow', limit });
      const first = index.search(asked, null);
      index.upsert(item('newcomer', 'Cheap', { priceCents: 1 }));
      const rest =
        first.next === null ? [] : allPages(index, { ...asked, after: first.next }).flatMap(({ hits }) => hits);
      const shown = [...first.hits, ...rest].map(({ document }) => hitOf(document));
      expect(shown.toSorted()).toEqual(hitsIn(distinct(documents)));
    }),
  );
});

describe('taste', () => {
  const bandOf = (score: number): number => Math.min(bands - 1, Math.floor(score * bands));

  it('never puts an item before one of a better band of relevance, and changes neither what is found nor how relevant it is', () => {
    fc.assert(
      fc.property(someWithoutStyles, anyQuery, anyTaste, (documents, asked, taste) => {
        const index = SearchIndex.build(distinct(documents), rules());
        const all = { ...asked, limit: 100 };
        const plain = index.search(all, null);
        const personal = index.search(all, taste);
        const byKey = (page: typeof plain): Map<string, number> =>
          new Map(page.hits.map(({ document, score }) => [document.key, score]));
        expect(byKey(personal)).toEqual(byKey(plain));
        if (asked.sort !== 'relevance') {
          expect(personal).toEqual(plain);
          return;
        }
        const ranked = personal.hits.map(({ score }) => bandOf(score));
        expect(ranked).toEqual(ranked.toSorted((one, other) => other - one));
        expect(personal.hits.every(({ personalScore }) => personalScore! >= 0 && personalScore! <= 1)).toBe(true);
      }),
    );
  });

  it('shows another size of a style at most, in the same band', () => {
    fc.assert(
      fc.property(someDocuments, anyQuery, anyTaste, (documents, asked, taste) => {
        const index = SearchIndex.build(distinct(documents), rules());
        const bandsBy = (of: TasteProfile | null): Map<string, number> =>
          new Map(
            index
              .search({ ...asked, limit: 100 }, of)
              .hits.map(({ document, score }) => [hitOf(document), bandOf(score)]),
          );
        expect(bandsBy(taste)).toEqual(bandsBy(null));
      }),
    );
  });

  it('is not in the answer when there is none', () => {
    fc.assert(
      fc.property(someDocuments, anyQuery, (documents, asked) => {
        const { hits } = SearchIndex.build(documents, rules()).search(asked, null);
        expect(hits.every(({ personalScore }) => personalScore === null)).toBe(true);
      }),
    );
  });

  it('moves what is as relevant', () => {
    const documents = ['Lego', 'BRIO', 'Smoby'].map((brand) => item(brand, 'Wooden train', { brand }));
    const index = SearchIndex.build(documents, rules());
    const first = (taste: TasteProfile): string | undefined =>
      index.search(query('train'), taste).hits[0]?.document.sku;
    const none = { categories: {}, priceCents: null };
    expect(first({ ...none, brands: { smoby: 0.9 } })).toBe('Smoby');
    expect(first({ ...none, brands: { lego: 0.9, smoby: 0.2 } })).toBe('Lego');
  });
});

it('any text has an answer with scores from 0 to 1 and ranges inside the texts', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 8 }), text, (titles, typed) => {
      const index = SearchIndex.build(
        titles.map((title, n) => item(String(n), title)),
        rules(),
      );
      for (const asked of [typed, titles[0]!]) {
        for (const { document, score, highlights } of index.search(query(asked), null).hits) {
          expect(score >= 0 && score <= 1).toBe(true);
          for (const { field, ranges } of highlights) {
            const end = field === 'title' ? document.title.length : 100;
            for (const [from, to] of ranges) expect(0 <= from && from < to && to <= end).toBe(true);
          }
        }
      }
    }),
  );
});
