import fc from 'fast-check';
import { prepareCatalog, rankItems, type RankOptions, selectItem } from '#domain/selection/index';
import type { Deed } from '#domain/selection/model/types';
import type { RankedItem } from '#domain/selection/types';
import { item, newcomer, plan, rules as allRules } from './fixtures';
import { shoppers, trained } from './model/fixtures';

const rules = { ...allRules, weights: { ...allRules.weights, novelty: 0 } };
const items = Array.from({ length: 60 }, (_, i) =>
  item(`i${i}`, { title: `Title of i${i}`, categoryPath: ['Games', `Kind ${i % 6}`], brand: `B${i % 4}` }),
);
const catalog = prepareCatalog(items, rules);
const model = trained(items, shoppers(items, 400));
const anyone = { likes: [], dislikes: [] };
const kindOf = (sku: string): string => items.find((each) => each.sku === sku)!.categoryPath[1]!;

const rank = (options: RankOptions, history = newcomer): RankedItem[] =>
  rankItems(catalog, rules, plan, anyone, history, options);
const did = (kind: Deed['kind'], sku: string, stars?: number): Deed => ({
  sku,
  kind,
  atMs: 1e12,
  ...(stars && { stars }),
});
const had = { ...newcomer, sentSkus: ['i1'] };
const placeOfKind = (ranked: RankedItem[], kind: string): number =>
  ranked.reduce((sum, { sku }, place) => sum + (kindOf(sku) === kind ? place : 0), 0);

describe('the newest deeds, without any model', () => {
  const before = rank({}, had);

  it('bring more of a kind that was rated highly, and less of one that was rated low', () => {
    const praised = rank({ deeds: [did('rated', 'i1', 5)] }, had);
    const blamed = rank({ deeds: [did('rated', 'i1', 1)] }, had);
    expect(placeOfKind(praised, 'Kind 1')).toBeLessThan(placeOfKind(before, 'Kind 1'));
    expect(placeOfKind(blamed, 'Kind 1')).toBeGreaterThan(placeOfKind(before, 'Kind 1'));
    expect(kindOf(praised[0]!.sku)).toBe('Kind 1');
  });

  it.each(['swappedAway', 'skipped', 'returned'] as const)('bring less of a kind after %s', (kind) => {
    const after = rank({ deeds: [did(kind, 'i1')] }, had);
    expect(placeOfKind(after, 'Kind 1')).toBeGreaterThan(placeOfKind(before, 'Kind 1'));
  });

  it('count a swap once, when the history tells of it too', () => {
    const refused = { ...newcomer, refusedSkus: ['i1'] };
    const told = rank({ deeds: [did('swappedAway', 'i1')] }, refused);
    expect(told.map(({ score }) => score)).toEqual(rank({}, refused).map(({ score }) => score));
  });

  it('overcome the wish for novelty when a rating is high', () => {
    const select = (deeds: Deed[]) => rankItems(catalog, allRules, plan, anyone, had, { deeds });
    expect(placeOfKind(select([did('rated', 'i1', 5)]), 'Kind 1')).toBeLessThan(placeOfKind(select([]), 'Kind 1'));
  });

  it('say so in the reason, and only then', () => {
    const [best] = rank({ deeds: [did('rated', 'i1', 5)] }, had);
    expect(best!.reason).toContain('you rated Title of i1 highly');
    const blamed = rank({ deeds: [did('rated', 'i1', 1)] }, had);
    for (const { reason } of blamed) expect(reason).not.toContain('you rated');
  });

  it.each([
    ['rated', 'it is of another kind than Title of i1, which you did not like'],
    ['returned', 'it is of another kind than Title of i1, which you sent back'],
    ['swappedAway', 'it is of another kind than Title of i1, which you swapped away'],
  ] as const)('say that an item is not of the kind that was turned down: %s', (kind, clause) => {
    const ranked = rank({ deeds: [did(kind, 'i1', 1)] }, had);
    for (const { sku, reason } of ranked)
      expect(reason.toLowerCase().includes(clause.toLowerCase())).toBe(kindOf(sku) !== 'Kind 1');
    for (const { reason } of rank({ deeds: [did('rated', 'i1', 3)] }, had)) expect(reason).not.toMatch(/another kind/);
  });

  it('an item is called of another kind only when that kind is lower for what was turned down', () => {
    const skus = fc.constantFrom(...items.map(({ sku }) => sku));
    const deeds = fc.array(
      fc.record({
        kind: fc.constantFrom('rated', 'returned', 'sent'),
        sku: skus,
        stars: fc.integer({ min: 1, max: 5 }),
      }),
      { maxLength: 6 },
    );
    const some = fc.array(skus, { maxLength: 3 });
    fc.assert(
      fc.property(deeds, some, some, (done, refusedSkus, skippedSkus) => {
        const ranked = rank(
          { deeds: done.map(({ kind, sku, stars }) => did(kind as Deed['kind'], sku, stars)) },
          { ...newcomer, refusedSkus, skippedSkus },
        );
        const untrue: string[] = [];
        const lowered = ({ preference, feedback = 0 }: RankedItem['parts']) => [preference, feedback];
        for (const { sku, parts, reason } of ranked) {
          const named = /another kind than Title of (i\d+), which you (swapped|skipped|sent|did)/.exec(reason);
          if (!named) continue;
          if (kindOf(named[1]!) === kindOf(sku)) untrue.push(`${sku} is of that kind: ${reason}`);
          if (named[2] === 'swapped' && !refusedSkus.includes(named[1]!))
            untrue.push(`${sku} was not swapped: ${reason}`);
          if (named[2] === 'skipped' && !skippedSkus.includes(named[1]!))
            untrue.push(`${sku} was not skipped: ${reason}`);
          const others = ranked.filter((each) => kindOf(each.sku) === kindOf(named[1]!));
          const isLower = others.some((each) => lowered(each.parts).some((part, n) => part < lowered(parts)[n]!));
          if (!isLower && others.length > 0) untrue.push(`${sku} is not the higher for it: ${reason}`);
        }
        expect(untrue).toEqual([]);
      }),
    );
  });
});

describe('a model', () => {
  it('changes picks, names what it goes by, and never offers what was sent', () => {
    const deeds = [did('sent', 'i1'), did('sent', 'i11')];
    const past = { ...newcomer, sentSkus: ['i1', 'i11'] };
    const ranked = rank({ model, deeds }, past);
    expect(ranked.map(({ sku }) => sku)).not.toEqual(rank({}, past).map(({ sku }) => sku));
    expect(ranked.map(({ sku }) => sku)).not.toContain('i1');
    expect(ranked[0]!.reason).toMatch(/Title of i11? also kept it/);
  });

  it('works from the history alone, and for a newcomer', () => {
    expect(rank({ model }, { ...newcomer, sentSkus: ['i1'] })[0]!.parts.companions).toBeGreaterThan(0);
    expect(rank({ model })).toHaveLength(60);
    expect(rank({ model })[0]!.parts).toMatchObject({ companions: 0, taste: 0, feedback: 0 });
  });

  it('works for an empty catalog and for items it does not know', () => {
    const none = prepareCatalog([], rules);
    expect(selectItem(none, rules, plan, anyone, newcomer, { model, deeds: [did('rated', 'i1', 5)] })).toBeNull();
    const strange = prepareCatalog([item('x1'), item('x2')], rules);
    expect(selectItem(strange, rules, plan, anyone, newcomer, { model, seed: 's' })!.alternatives).toHaveLength(1);
  });

  it('keeps out of it when its weight is 0', () => {
    const off = { ...rules, weights: { ...rules.weights, learned: 0 } };
    const found = rankItems(catalog, off, plan, anyone, had, { model, deeds: [did('rated', 'i1', 5)] });
    expect(found).toEqual(rank({}, had));
  });
});

const deed: fc.Arbitrary<Deed> = fc.record({
  sku: fc.constantFrom(...items.map(({ sku }) => sku), 'gone'),
  kind: fc.constantFrom('sent', 'rated', 'swappedAway', 'skipped', 'returned', 'viewed', 'clicked'),
  atMs: fc.integer({ min: 0, max: 2e12 }),
  stars: fc.integer({ min: 1, max: 5 }),
});

describe('whatever a customer did', () => {
  it('parts sum to exactly the score, in order, and the model stays within its weight', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), fc.option(fc.string()), fc.boolean(), (deeds, seed, withModel) => {
        const ranked = rank({ deeds, ...(withModel && { model }), ...(seed !== null && { seed }) });
        const broken: RankedItem[] = [];
        ranked.forEach((each, place) => {
          const { score, parts } = each;
          const { rating, awards, preference, novelty, companions = 0, taste = 0, attributes = 0 } = parts;
          const { popularity = 0, feedback = 0, price = 0, exploration = 0 } = parts;
          const learned = companions + taste + attributes + popularity + feedback + price + exploration;
          const isSum = rating + awards + preference + novelty + learned === score;
          const isInOrder = place === 0 || score <= ranked[place - 1]!.score + 1e-9;
          if (!isSum || !isInOrder) broken.push(each);
        });
        expect(broken).toEqual([]);
        const ofModel = ranked.map(
          ({ parts: { companions = 0, taste = 0, attributes = 0, popularity = 0 } }) =>
            companions + taste + attributes + popularity,
        );
        expect(Math.max(...ofModel) - Math.min(...ofModel)).toBeLessThanOrEqual(2 + 1e-9);
      }),
    );
  });

  it('the best few are the first of all, though what adds little is not worked out for every item', () => {
    fc.assert(
      fc.property(
        fc.array(deed, { maxLength: 12 }),
        fc.string(),
        fc.integer({ min: 1, max: 20 }),
        (deeds, seed, few) => {
          const rankOf = (limit: number) =>
            rankItems(catalog, rules, plan, anyone, newcomer, { deeds, model, seed, limit });
          expect(rankOf(few)).toEqual(rankOf(items.length).slice(0, few));
        },
      ),
    );
  });

  it('each clause of a reason is there only when its part raised the item', () => {
    const clauses: [RegExp, (parts: RankedItem['parts']) => number | undefined][] = [
      [/also kept it/, ({ companions }) => companions],
      [/a taste like yours/, ({ taste }) => taste],
      [/it is like/, ({ attributes }) => attributes],
      [/many customers kept it/, ({ popularity }) => popularity],
      [/you rated|you looked at/, ({ feedback }) => feedback],
      [/we are still finding out/, ({ exploration }) => exploration],
    ];
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), fc.string(), (deeds, seed) => {
        const untrue = rank({ deeds, model, seed }).filter(({ reason, parts }) =>
          clauses.some(([clause, partOf]) => clause.test(reason) && !((partOf(parts) ?? 0) > 0)),
        );
        expect(untrue).toEqual([]);
      }),
    );
  });

  it('the same seed picks the same, and deeds in one order give one answer', () => {
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), fc.string(), (deeds, seed) => {
        expect(rank({ deeds, model, seed })).toEqual(rank({ deeds, model, seed }));
      }),
      { numRuns: 20 },
    );
  });
});
