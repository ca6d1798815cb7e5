import fc from 'fast-check';
import { profileOf, shortened } from '#domain/search/taste/profile';
import { noTaste, strengthOf, tasteSums, withDeeds } from '#domain/search/taste/sums';
import type { TasteDeed, TasteItem } from '#domain/search/taste/types';
import type { Deed } from '#domain/selection/model/types';
import { dayMs } from '#domain/time';

const nowMs = Date.parse('2026-11-01T00:00:00Z');

const item: TasteItem = {
  brand: 'Brio ',
  categoryPath: ['Toys', 'Trains'],
  priceCents: 2_000,
  ageMinYears: 3,
  ageMaxYears: 5,
  size: null,
};
const did = (kind: Deed['kind'], change: Partial<Deed & TasteItem> & { daysAgo?: number } = {}): TasteDeed => {
  const { sku = 's1', stars, daysAgo = 0, ...ofItem } = change;
  const deed = { sku, kind, atMs: nowMs - daysAgo * dayMs, ...(stars === undefined ? {} : { stars }) };
  return { deed, item: { ...item, ...ofItem } };
};
const profileFrom = (...deeds: TasteDeed[]) => profileOf(tasteSums(deeds, nowMs));

test('a purchase speaks for its brand, its kind, its price and its ages', () => {
  expect(profileFrom(did('sent'))).toEqual({
    brands: { brio: 0.333 },
    categories: { 'toys > trains': 0.333, toys: 0.2 },
    skus: { s1: 0.333 },
    priceCents: { low: 1_333, high: 3_000 },
    sizes: [],
    ages: [3, 4, 5],
  });
});

test('what was sent back speaks for nothing, and neither does what was never liked', () => {
  expect(profileFrom(did('sent'), did('returned'))).toBeNull();
  expect(profileFrom(did('swappedAway'))).toBeNull();
  expect(profileFrom(did('sent'), did('rated', { stars: 1 }))).toBeNull();
  expect(profileFrom()).toBeNull();
});

test('a good rating says more than the delivery alone, a purchase more than a look, the new more than the old', () => {
  const brio = (...deeds: TasteDeed[]) => profileFrom(...deeds)!.brands['brio']!;
  expect(brio(did('sent'), did('rated', { stars: 5 }))).toBeGreaterThan(brio(did('sent')));
  expect(brio(did('sent'))).toBeGreaterThan(brio(did('viewed')));
  expect(brio(did('sent', { daysAgo: 180 }))).toBe(0.2); // one half of a purchase: 0.5 / 2.5
});

test('what was worn says what size somebody wears, and what was looked at does not', () => {
  expect(profileFrom(did('sent', { size: 'M' }))!.sizes).toEqual(['M']);
  for (const kind of ['viewed', 'clicked'] as const) expect(profileFrom(did(kind, { size: 'M' }))!.sizes).toEqual([]);
  expect(
    profileFrom(did('sent', { size: 'M' }), did('sent', { sku: 's2' }), did('returned', { size: 'M' }))!.sizes,
  ).toEqual([]);
});

test('one page, looked at again and again, is one look', () => {
  expect(profileFrom(...Array.from({ length: 50 }, () => did('viewed')))).toEqual(profileFrom(did('viewed')));
});

test('deeds on top of a profile count as much more as they are said to', () => {
  const bought = tasteSums([did('sent', { brand: 'Brio' })], nowMs);
  const later = [did('clicked', { sku: 's2', brand: 'Haba' })];
  const weight = (times: number) => profileOf(withDeeds(bought, later, times))!.brands['haba']!;
  expect(weight(3)).toBeGreaterThan(weight(1));
  expect(profileOf(withDeeds(bought, later, 3))!.brands['brio']).toBe(0.333);
  expect(profileOf(withDeeds(bought, [], 3))).toEqual(profileOf(bought));
});

test('a merchant whose brand is a name of JavaScript harms nobody', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  const profile = profileFrom(...names.map((brand, n) => did('sent', { brand, sku: `s${n}`, categoryPath: [brand] })))!;
  expect(Object.keys(profile.brands).sort()).toEqual(names.map((name) => name.toLowerCase()).sort());
  expect(JSON.parse(JSON.stringify(tasteSums([did('sent', { brand: '__proto__' })], nowMs))).brands).toHaveProperty(
    ['__proto__'],
    1,
  );
});

const anyDeed: fc.Arbitrary<TasteDeed> = fc
  .record({
    kind: fc.constantFrom<Deed['kind']>('sent', 'rated', 'swappedAway', 'skipped', 'returned', 'viewed', 'clicked'),
    stars: fc.integer({ min: 1, max: 5 }),
    sku: fc.constantFrom('a', 'b', 'c', 'd'),
    daysAgo: fc.integer({ min: -400, max: 800 }),
    brand: fc.option(fc.string({ maxLength: 5 })),
    categoryPath: fc.array(fc.string({ maxLength: 4 }), { maxLength: 4 }),
    priceCents: fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    ageMinYears: fc.option(fc.integer({ min: 0, max: 99 })),
    ageMaxYears: fc.option(fc.integer({ min: 0, max: 99 })),
    size: fc.option(fc.constantFrom('S', 'M', '42')),
  })
  .map(({ kind, ...change }) => did(kind, change));

test('property: every weight is above 0 and below 1, whatever was done; the range of prices has two ends', () => {
  fc.assert(
    fc.property(fc.array(anyDeed, { maxLength: 200 }), (deeds) => {
      const profile = profileOf(withDeeds(shortened(tasteSums(deeds, nowMs)), deeds, 3));
      if (!profile) return;
      const { brands, categories, skus = {}, priceCents, ages = [] } = profile;
      for (const weight of [brands, categories, skus].flatMap((each) => Object.values(each))) {
        expect(weight).toBeGreaterThan(0);
        expect(weight).toBeLessThan(1);
      }
      if (priceCents) expect(priceCents.low).toBeLessThanOrEqual(priceCents.high);
      expect(ages.every(Number.isSafeInteger)).toBe(true);
      expect(JSON.parse(JSON.stringify(profile))).toEqual(profile);
    }),
  );
});

test('property: a deed for something never lowers its weight, one against it never raises it', () => {
  fc.assert(
    fc.property(fc.array(anyDeed, { maxLength: 50 }), anyDeed, (deeds, next) => {
      const weight = (all: TasteDeed[]) => profileOf(tasteSums(all, nowMs))?.skus?.[next.deed.sku] ?? 0;
      const [before, after] = [weight(deeds), weight([...deeds, next])];
      if (strengthOf(next.deed) > 0) expect(after).toBeGreaterThanOrEqual(before);
      else expect(after).toBeLessThanOrEqual(before);
    }),
  );
});

test('nothing is a profile of its own in the sums', () => {
  expect(profileOf(noTaste())).toBeNull();
});
