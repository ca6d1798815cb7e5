import fc from 'fast-check';
import { inProgram, prepareCatalog, rankItems, selectItem } from '#domain/selection/index';
import type { CatalogItem, Preferences, SelectionHistory } from '#domain/selection/types';
import { plan, rules } from './fixtures';

const skus = Array.from({ length: 30 }, (_, index) => `s${index}`);
const interests = rules.interests.map(({ id }) => id);
const statedAge = fc.option(fc.integer({ min: 0, max: 15 }), { nil: null });

const items: fc.Arbitrary<CatalogItem[]> = fc.uniqueArray(
  fc.record({
    sku: fc.constantFrom(...skus),
    title: fc.constantFrom('Brick', 'Horse', 'Rocket', 'Horse rocket', 'Construction set in space', 'Poker', 'Plain'),
    categoryPath: fc.constantFrom(
      ['Games'],
      ['Games', 'Chess'],
      ['Games', 'Casino'],
      ['Toys', 'Building'],
      ['Toys'],
      ['Pets'],
    ),
    brand: fc.constantFrom(null, 'Ohm', 'Oak'),
    priceCents: fc.integer({ min: 300, max: 2_000 }),
    rating: fc.option(
      fc.integer({ min: 0, max: 50 }).map((tenths) => tenths / 10),
      { nil: null },
    ),
    reviewCount: fc.integer({ min: 0, max: 200 }),
    awards: fc.subarray(['x', 'y', 'z']),
    ageMinYears: statedAge,
    ageMaxYears: statedAge,
    available: fc.integer({ min: -1, max: 3 }),
  }),
  { selector: ({ sku }) => sku, maxLength: 30 },
);
const preferences: fc.Arbitrary<Preferences> = fc.record(
  { ageYears: fc.integer({ min: 2, max: 14 }), likes: fc.subarray(interests), dislikes: fc.subarray(interests) },
  { requiredKeys: ['likes', 'dislikes'] },
);
const history: fc.Arbitrary<SelectionHistory> = fc.record({
  sentSkus: fc.subarray(skus, { maxLength: 8 }),
  refusedSkus: fc.subarray(skus, { maxLength: 4 }),
  skippedSkus: fc.subarray(skus, { maxLength: 4 }),
});

const rank = (all: CatalogItem[], wishes: Preferences, past: SelectionHistory) =>
  rankItems(prepareCatalog(all, rules), rules, plan, wishes, past);
const placeOf = (sku: string, ranked: { sku: string }[]): number => ranked.findIndex((each) => each.sku === sku);

/** The rules once more, in the plainest words. */
function mayBeSent(item: CatalogItem, wishes: Preferences, past: SelectionHistory): boolean {
  const words = `${item.title} ${item.categoryPath.join(' ')}`.toLowerCase();
  const disliked = rules.interests.some(
    ({ id, match }) => wishes.dislikes.includes(id) && match.some((word) => words.includes(word)),
  );
  const youngest = item.ageMinYears ?? 0;
  const oldest = item.ageMaxYears ?? Infinity;
  return (
    item.available > 0 &&
    item.priceCents >= 500 &&
    item.priceCents <= 1_800 &&
    inProgram(rules.categories)(item.categoryPath) &&
    item.title !== 'Poker' &&
    ![...past.sentSkus, ...past.refusedSkus].includes(item.sku) &&
    !disliked &&
    youngest <= 12 &&
    oldest >= 3 &&
    (wishes.ageYears === undefined || (youngest <= wishes.ageYears && wishes.ageYears <= oldest))
  );
}

describe('selection, whatever the catalog, the customer and their past', () => {
  it('ranks exactly what may be sent', () => {
    fc.assert(
      fc.property(items, preferences, history, (all, wishes, past) => {
        const ranked = rank(all, wishes, past).map(({ sku }) => sku);
        const allowed = all.filter((item) => mayBeSent(item, wishes, past)).map(({ sku }) => sku);
        expect(ranked.toSorted()).toEqual(allowed.toSorted());
      }),
    );
  });

  it('is the same in any order of the items, and each time', () => {
    fc.assert(
      fc.property(items, preferences, history, fc.func(fc.integer()), (all, wishes, past, shuffle) => {
        const shuffled = all.toSorted((a, b) => shuffle(a.sku) - shuffle(b.sku));
        const select = (each: CatalogItem[]) => selectItem(prepareCatalog(each, rules), rules, plan, wishes, past);
        expect(select(shuffled)).toEqual(select(all));
      }),
    );
  });

  it('picks the best, and offers alternatives that are ranked, distinct and not the pick', () => {
    fc.assert(
      fc.property(items, preferences, history, (all, wishes, past) => {
        const ranked = rank(all, wishes, past);
        const selection = selectItem(prepareCatalog(all, rules), rules, plan, wishes, past);
        expect(selection?.pick).toEqual(ranked[0]);
        const offered = selection?.alternatives ?? [];
        expect(offered).toHaveLength(Math.max(0, Math.min(8, ranked.length - 1)));
        expect(new Set([selection?.pick, ...offered].map((each) => each?.sku)).size).toBe(offered.length + 1);
        expect(offered).toEqual(ranked.filter(({ sku }) => offered.some((each) => each.sku === sku)));
      }),
    );
  });

  it('explains every score by parts that sum to it', () => {
    fc.assert(
      fc.property(items, preferences, history, (all, wishes, past) => {
        for (const { score, parts, reason } of rank(all, wishes, past)) {
          const { rating, awards, preference, novelty, age = 0 } = parts;
          expect(rating + awards + preference + novelty + age).toBe(score);
          expect(reason).toMatch(/^[A-Z].*\.$/);
          if (/interest/.test(reason)) expect(wishes.likes).not.toEqual([]);
          if (/won/.test(reason)) expect(parts.awards).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('never ranks an item lower for a better rating', () => {
    fc.assert(
      fc.property(
        items,
        preferences,
        history,
        fc.nat(),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (all, wishes, past, at, more) => {
          const ranked = rank(all, wishes, past);
          const chosen = all.find(({ sku }) => sku === ranked[at % Math.max(1, ranked.length)]?.sku);
          fc.pre(chosen !== undefined && chosen.rating !== null);
          const better = { ...chosen, rating: Math.min(5, chosen.rating + more) };
          const after = rank([...all.filter((item) => item !== chosen), better], wishes, past);
          expect(placeOf(better.sku, after)).toBeLessThanOrEqual(placeOf(better.sku, ranked));
        },
      ),
    );
  });

  it('never ranks an item lower for liking one more thing that it has', () => {
    const words: Record<string, RegExp> = {
      building: /brick|construction set/i,
      animals: /horse/i,
      space: /space|rocket/i,
    };
    fc.assert(
      fc.property(items, preferences, history, fc.constantFrom(...interests), (all, wishes, past, liked) => {
        fc.pre(!wishes.likes.includes(liked));
        const before = rank(all, wishes, past);
        const after = rank(all, { ...wishes, likes: [...wishes.likes, liked] }, past);
        for (const { sku, title } of before) {
          if (words[liked]!.test(title)) expect(placeOf(sku, after)).toBeLessThanOrEqual(placeOf(sku, before));
        }
      }),
    );
  });
});
