import { z } from 'zod';
import { defaultPageSize } from '#domain/search/rules';
import { components, customerId, identifier, integerText, line, sku } from './common';

/** Of one filter. */
const mostValues = 20;
const upTo = `may be given up to ${mostValues} times`;

/** A filter that may be given several times: an item passes when it has one of the values. */
const several = (value: z.ZodType<string, string>) =>
  z
    .union([value, z.array(value).min(1).max(mostValues)])
    .transform((given) => [given].flat())
    .pipe(z.array(z.string()))
    .optional();

const cents = integerText(0, 100_000_000).optional();
const yesOrNo = z.enum(['true', 'false']);
const searchSorts = ['relevance', 'priceLow', 'priceHigh', 'rating', 'newest'] as const;

export const searchQuery = z
  .strictObject({
    programId: identifier.describe('What is searched: the items of this program'),
    q: z
      .string()
      .max(200)
      .default('')
      .describe('As typed: words by their beginnings and with typos, "..." as a phrase; empty: the home page'),
    category: several(line(300)).describe(`A path from its top, such as \`Games > Card Games\`; ${upTo}`),
    brand: several(line(200)).describe(upTo),
    minPriceCents: cents,
    maxPriceCents: cents,
    age: integerText(0, 120).optional().describe('In years; items that state other ages are left out'),
    inStock: yesOrNo.optional().describe('true: only what can be sent now'),
    size: several(line(40)).describe(upTo),
    sort: z.enum(searchSorts).default('relevance'),
    cursor: z.string().min(1).max(1_000).optional().describe('`next` of the page before; absent: the first page'),
    limit: integerText(1, 100).default(defaultPageSize).describe('Items per page'),
    session: identifier.optional().describe('What was done under this session counts at once'),
    personalized: yesOrNo.default('true').describe('false: for this search, nothing that you did counts or is kept'),
    customerId: customerId
      .optional()
      .describe('For operators and services: for whom; absent: for nobody in particular'),
  })
  .refine(({ minPriceCents: low, maxPriceCents: high }) => low === undefined || high === undefined || low <= high, {
    path: ['minPriceCents'],
    error: 'must not be above maxPriceCents',
    params: { rule: 'range' },
  });
export type SearchParameters = z.output<typeof searchQuery>;

/** What is told of an item everywhere. */
const itemShape = {
  sku: z.string(),
  title: z.string(),
  brand: z.string().nullable(),
  categoryPath: z.array(z.string()),
  priceCents: z.int(),
  currency: z.string(),
  rating: z.number().nullable().describe('Mean stars, 0 to 5; null: nobody rated it'),
  reviewCount: z.int(),
  awards: z.array(z.string()),
  ageMinYears: z.int().nullable(),
  ageMaxYears: z.int().nullable(),
  inStock: z.boolean(),
  size: z.string().nullable(),
  styleId: z.string().nullable().describe('What sizes of one model have in common'),
};

export const product = z
  .strictObject({
    programId: z.string(),
    ...itemShape,
    variants: z
      .array(z.strictObject({ sku: z.string(), size: z.string().nullable(), inStock: z.boolean() }))
      .describe('The same model in all of its sizes; empty when it has none'),
  })
  .register(components, { id: 'Product' });

const found = z
  .strictObject({
    ...itemShape,
    position: z.int().min(1).describe('Place in the whole list, from 1; send it with the click'),
    score: z.number().describe('Relevance, 0 to 1'),
    personalScore: z.number().nullable().describe('How much your taste speaks for it, 0 to 1; null: not asked'),
    highlights: z
      .array(
        z.strictObject({
          field: z.enum(['title', 'brand', 'category']),
          ranges: z.array(z.tuple([z.int(), z.int()])).describe('[start, end) in UTF-16 units of the field'),
        }),
      )
      .describe('What matched; `category` is the path joined by ` > `'),
  })
  .register(components, { id: 'FoundItem' });

const facet = z.array(z.strictObject({ value: z.string(), count: z.int() }));
const facets = z
  .strictObject({
    categories: facet.describe('Paths joined by ` > `'),
    brands: facet,
    prices: z
      .array(z.strictObject({ minCents: z.int(), maxCents: z.int().nullable(), count: z.int() }))
      .describe('Below `maxCents`: as a filter, `maxPriceCents` is one less'),
    ages: z.array(z.strictObject({ ageYears: z.int(), count: z.int() })),
    inStock: z.strictObject({ inStock: z.int(), outOfStock: z.int() }),
    sizes: facet,
  })
  .describe('How many items each value would leave, with all other filters applied; the most frequent 50 of each');

/** Why an answer was personalized, or not; for programs. */
export const personalizationReasons = [
  'yourTaste', // it was
  'offForThisSearch',
  'offForGood',
  'nothingKnown',
  'nobody', // a service or an operator asked for no customer
  'sortedOtherwise', // an order by price, stars or age leaves no room for taste
  'triedWithout', // an experiment has this customer search without it
] as const;

const personalization = z
  .strictObject({
    applied: z.boolean().describe('Did anything that you did count in this answer?'),
    reason: z.enum(personalizationReasons),
    why: z.string().describe('The same, for people'),
    turnOff: z.strictObject({ href: z.string() }).describe('This search without it'),
    setting: z
      .strictObject({ href: z.string(), method: z.literal('PUT'), body: z.strictObject({ enabled: z.boolean() }) })
      .describe('Turns it off for good; once it is off, on again'),
  })
  .register(components, { id: 'SearchPersonalization' });

export const searchAnswer = z
  .strictObject({
    programId: z.string(),
    personalization,
    searchId: z.string().describe('Send it with clicks on what was found; the same on every page'),
    query: z.string().describe('As it was understood'),
    items: z.array(found),
    total: z.int().describe('On all pages'),
    facets,
    didYouMean: z.string().nullable(),
    fallback: z
      .enum(['none', 'relaxed', 'popular'])
      .describe('relaxed: nothing has all words, these have some; popular: nothing has any, these are liked'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last one'),
  })
  .register(components, { id: 'SearchAnswer' });

export const productParams = z.strictObject({ sku });
export const productQuery = z.strictObject({ programId: identifier });
