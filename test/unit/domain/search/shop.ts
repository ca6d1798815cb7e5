import { SearchIndex } from '#domain/search/index';
import { searchRulesOf } from '#domain/search/rules';
import type { SearchDocument, SearchPage, SearchQuery, SearchRules, TasteProfile } from '#domain/search/types';

/** An item of a small toy shop. */
export function item(sku: string, title: string, more: Partial<SearchDocument> = {}): SearchDocument {
  return {
    key: `toys/${sku}`,
    programId: 'toys',
    sku,
    title,
    brand: null,
    categoryPath: ['Toys'],
    priceCents: 1_000,
    currency: 'GBP',
    rating: 4,
    reviewCount: 10,
    awards: [],
    ageMinYears: null,
    ageMaxYears: null,
    inStock: true,
    ...more,
  };
}

export const shop: SearchDocument[] = [
  item('train', 'Wooden Train Set with Station', { brand: 'BRIO', categoryPath: ['Vehicles', 'Trains'] }),
  item('fire', 'Fire Truck with Ladder', {
    brand: 'Playmobil',
    categoryPath: ['Vehicles', 'Trucks'],
    priceCents: 2_500,
  }),
  item('lorry', 'Tipper Lorry', { brand: 'BRIO', categoryPath: ['Vehicles', 'Trucks'], priceCents: 1_800 }),
  item('cafe', 'Café Crème Play Set', { brand: 'Smoby', categoryPath: ['Role Play'], ageMinYears: 3, ageMaxYears: 6 }),
  item('spider', 'Spider-Man Figure', { brand: 'Marvel', categoryPath: ['Figures'], priceCents: 700, inStock: false }),
  item('puzzle', 'Jigsaw Puzzle Train Station', { brand: 'Ravensburger', categoryPath: ['Puzzles'], ageMinYears: 8 }),
  item('shirt', 'T-Shirt', { categoryPath: ['Clothes'], size: '98/104', priceCents: 900 }),
];

export const rules = (more: Partial<SearchRules> = {}): SearchRules => searchRulesOf({ search: more });

export const query = (text: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  text,
  filters: {},
  sort: 'relevance',
  limit: 10,
  after: null,
  ...more,
});

export const skusOf = ({ hits }: SearchPage): string[] => hits.map(({ document }) => document.sku);

const index = SearchIndex.build(
  shop,
  rules({
    synonyms: [
      ['truck', 'lorry'],
      ['jigsaw puzzle', 'brain teaser'],
    ],
    ignoredWords: ['for', 'Toys'],
  }),
);

/** Searches the shop. */
export const searched = (
  text: string,
  more: Partial<SearchQuery> = {},
  taste: TasteProfile | null = null,
): SearchPage => index.search(query(text, more), taste);

/** All pages, one after the other. */
export function allPages(over: SearchIndex, asked: SearchQuery, taste: TasteProfile | null = null): SearchPage[] {
  const pages = [over.search(asked, taste)];
  for (let next = pages[0]!.next; next !== null; next = pages.at(-1)!.next) {
    pages.push(over.search({ ...asked, after: next }, taste));
  }
  return pages;
}
