import type { Interest, SelectionRules } from '../program/types';
import type { AgeRange } from './age';
import { inProgram } from './categories';
import { likenessRows } from './likeness';
import { makesOf, Numbering } from './numbering';
import { standInsOf } from './standIns';
import type { CatalogItem } from './types';
import { matcherOf, wordsOf } from './words';

/**
 * A program's catalog, worked out once so that ranking is arithmetic over flat arrays. Entry `i` of every array is
 * about `items[i]`; items are in order of their SKU, so that the lower index wins a tie and the order in which they
 * came from the database cannot matter. Callers cache it and prepare it anew when items change.
 */
export interface PreparedCatalog {
  /** Only items that the program may send at all: of its categories and for its ages. */
  items: CatalogItem[];
  indexBySku: ReadonlyMap<string, number>;
  /** Index of the item that stands for all sizes of its style: what is learned of one is learned of all. Its own where it has none. */
  standIns: Int32Array;
  /** Bit b is set when the item has interest b of the program. */
  interestBits: Uint32Array;
  interests: Interest[];
  /** Weighted contributions that do not depend on the customer, and their sum. */
  ratingParts: Float64Array;
  awardParts: Float64Array;
  fixedParts: Float64Array;
  /** What decides whether a customer may have the item: prices in minor units, 1 where there is stock, numbers of age ranges. */
  prices: Float64Array;
  inStock: Uint8Array;
  ages: Int32Array;
  ageRanges: AgeRange[];
  /** Numbers of the item's kind (its whole category path) and brand (-1: none). */
  kinds: Int32Array;
  brands: Int32Array;
  /** Category path of each kind. */
  kindPaths: string[][];
  /** By kind, the likeness of its path to that of `kind`. */
  likenessTo: (kind: number) => Float64Array;
  brandCount: number;
  /** Number of the item's make: kind and brand together, of which there are far fewer than items; and kind and brand of each make. */
  makes: Int32Array;
  makeKinds: Int32Array;
  makeBrands: Int32Array;
}

/**
 * Mean stars shrunk towards a prior, so that one glowing review does not beat a hundred good ones: the Bayesian
 * average `(C * m + n * r) / (C + n)` of n reviews with mean r and C imagined reviews of m stars.
 * https://en.wikipedia.org/wiki/Bayesian_average
 */
export function shrunkRating(rating: number | null, reviews: number, prior: SelectionRules['ratingPrior']): number {
  const counted = rating === null ? 0 : reviews;
  if (prior.reviews + counted === 0) return prior.stars;
  return (prior.reviews * prior.stars + counted * (rating ?? 0)) / (prior.reviews + counted);
}

/** Works out what selection needs of every item. Items whose SKU repeats count once (the first by input order). */
export function prepareCatalog(items: CatalogItem[], rules: SelectionRules): PreparedCatalog {
  const suits = suiter(rules);
  const bySku = new Map<string, CatalogItem>();
  for (const item of items) if (!bySku.has(item.sku) && suits(item)) bySku.set(item.sku, item);
  const sorted = [...bySku.values()].sort((a, b) => (a.sku < b.sku ? -1 : 1));

  const indexBySku = new Map(sorted.map((item, index) => [item.sku, index]));
  const standIns = standInsOf(sorted);
  const kinds = new Numbering();
  const brands = new Numbering();
  const kindPaths: string[][] = [];
  const ages = new Numbering();
  const ageRanges: AgeRange[] = [];
  const tag = tagger(rules.interests);
  const catalog = {
    items: sorted,
    indexBySku,
    standIns: Int32Array.from(sorted, ({ sku }) => indexBySku.get(standIns.get(sku) ?? sku)!),
    interestBits: Uint32Array.from(sorted, tag),
    interests: rules.interests,
    ratingParts: Float64Array.from(sorted, (item) => ratingPart(item, rules)),
    awardParts: Float64Array.from(sorted, (item) => rules.weights.awards * awardScore(item.awards.length)),
    prices: Float64Array.from(sorted, ({ priceCents }) => priceCents),
    inStock: Uint8Array.from(sorted, ({ available }) => (available > 0 ? 1 : 0)),
    ages: Int32Array.from(sorted, ({ ageMinYears, ageMaxYears }) => {
      const range = ages.of(`${ageMinYears} ${ageMaxYears}`);
      ageRanges[range] ??= { ageMinYears, ageMaxYears };
      return range;
    }),
    ageRanges,
    kinds: Int32Array.from(sorted, (item) => {
      const kind = kinds.of(item.categoryPath.join('\n').toLowerCase());
      kindPaths[kind] ??= item.categoryPath.map((level) => level.toLowerCase());
      return kind;
    }),
    brands: Int32Array.from(sorted, (item) => (item.brand === null ? -1 : brands.of(item.brand.toLowerCase()))),
    kindPaths,
  };
  const fixedParts = catalog.ratingParts.map((rating, index) => rating + catalog.awardParts[index]!);
  return {
    ...catalog,
    fixedParts,
    likenessTo: likenessRows(kindPaths),
    brandCount: brands.size,
    ...makesOf(catalog.kinds, catalog.brands),
  };
}

/** A test for what the program may send to anybody. */
export function suiter(
  rules: Pick<SelectionRules, 'categories' | 'excludeTitles' | 'ages'>,
): (item: Pick<CatalogItem, 'categoryPath' | 'title' | 'ageMinYears' | 'ageMaxYears'>) => boolean {
  const belongs = inProgram(rules.categories);
  const hasExcludedTitle = matcherOf(rules.excludeTitles ?? []);
  const ages = rules.ages ?? { min: 0, max: Infinity };
  return (item) =>
    belongs(item.categoryPath) &&
    !hasExcludedTitle(wordsOf(item.title)) &&
    (item.ageMinYears ?? 0) <= ages.max &&
    (item.ageMaxYears ?? Infinity) >= ages.min;
}

function ratingPart(item: CatalogItem, rules: SelectionRules): number {
  return (rules.weights.rating * shrunkRating(item.rating, item.reviewCount, rules.ratingPrior)) / 5;
}

/** 0, 1/2, 2/3, 3/4 ...: every award counts, the first one most. */
const awardScore = (count: number): number => count / (count + 1);

function tagger(interests: Interest[]): (item: CatalogItem) => number {
  const matchers = interests.map((interest) => matcherOf(interest.match));
  return (item) => {
    const words = wordsOf(`${item.title} ${item.categoryPath.join(' ')}`);
    return matchers.reduce((bits, matches, bit) => (matches(words) ? bits | (1 << bit) : bits), 0) >>> 0;
  };
}
