import { seededRandom } from '#domain/numbers/random';
import { groupBy } from '#domain/numbers/groupBy';
import type { SelectionRules } from '#domain/program/types';
import type { CustomerDeeds, Deed } from '#domain/selection/model/types';
import type { CatalogItem } from '#domain/selection/types';
import { dayMs } from '#domain/time';

const groups = 120;

/** Everything that `syntheticItems` makes may be sent. */
export const shopRules: SelectionRules = {
  categories: { include: ['Toys'], exclude: [] },
  interests: [{ id: 'one', title: 'Group one', match: ['group 1'] }],
  ratingPrior: { reviews: 10, stars: 4.3 },
  weights: { rating: 4, awards: 0.5, preference: 0.8, novelty: 0.6 },
};

/** A made-up catalog: categories of very different size, and brands that stay within a few categories. */
export function syntheticItems(count: number, seed: number): CatalogItem[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const group = groupOf(random);
    return {
      sku: `sku-${i}`,
      title: `Item ${i} of group ${group}`,
      categoryPath: ['Toys', `Aisle ${group % 12}`, `Group ${group}`],
      brand: `Brand ${(group * 7 + Math.floor(random() ** 2 * 40)) % 800}`,
      priceCents: 500 + Math.floor(random() * 4_000),
      rating: 3 + Math.round(random() * 20) / 10,
      reviewCount: Math.floor(random() ** 3 * 200),
      awards: [],
      ageMinYears: null,
      ageMaxYears: null,
      available: 1 + Math.floor(random() * 20),
    };
  });
}

/** Made-up customers, one after the other: each likes a few groups and one thing leads to the next. */
export function* syntheticCustomers(
  items: readonly CatalogItem[],
  deeds: number,
  seed: number,
): Generator<CustomerDeeds> {
  const random = seededRandom(seed);
  const byGroup = groupBy(items, ({ categoryPath }) => categoryPath[2]!);
  for (let made = 0, customer = 0; made < deeds; customer += 1) {
    const length = Math.min(deeds - made, 3 + Math.floor(-7 * Math.log(1 - random())));
    const likes = Array.from({ length: 3 }, () => byGroup.get(`Group ${groupOf(random)}`) ?? [...items]);
    const own: Deed[] = [];
    for (let at = 0; at < length; at += 1) {
      const group = likes[Math.floor(random() * likes.length)]!;
      const { sku } = group[Math.floor(random() ** 2 * group.length)]!;
      own.push({ sku, kind: 'rated', stars: 2 + Math.floor(random() * 4), atMs: (at * 30 + (customer % 30)) * dayMs });
    }
    made += length;
    yield { customerId: `cus_${customer}`, deeds: own };
  }
}

const groupOf = (random: () => number): number => Math.floor(random() ** 2 * groups);
