import { PackedFormatError } from '#domain/numbers/packing';
import { decodeModel, encodeModel, evaluateModel, topItems, Trainer } from '#domain/selection/model/index';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { sent, shop, shoppers, trained } from './fixtures';

const items = shop(200);
const customers = shoppers(items, 500);
const model = trained(items, customers);
const others = shoppers(items, 200, 99).filter(({ deeds }) => deeds.length > 1);
const cases = others.map(({ deeds }) => ({ deeds: deeds.slice(0, -1), nextSku: deeds.at(-1)!.sku }));

describe('a trained model', () => {
  it('ranks what customers took next far above chance, for customers it has not seen', () => {
    const { hitRateAt10, customers: measured } = evaluateModel(model, cases);
    expect(measured).toBe(cases.length);
    expect(hitRateAt10).toBeGreaterThan(0.5); // chance: 10 of 200
  });

  it('knows the direction: what comes after counts more than what comes before', () => {
    const pairs = Array.from({ length: 60 }, (_, i): CustomerDeeds => ({
      customerId: `c${i}`,
      deeds: sent('i1', 'i2', 'i3'),
    }));
    const best = topItems(trained(shop(20), pairs), 2)(sent('i2'));
    expect(best[0]).toBe('i3');
  });

  it('records what it was made of and what it earned, also each part alone', () => {
    const { facts } = model;
    expect(facts).toMatchObject({ customers: 500, items: 200, firstDeedAtMs: 0 });
    expect(facts.deeds).toBe(customers.reduce((sum, { deeds }) => sum + deeds.length, 0));
    expect(facts.holdout!.hitRateAt10).toBeGreaterThan(facts.holdoutOfPart.popularity!.hitRateAt10);
  });

  it('does not depend on the order of customers, nor on what items are called', () => {
    const renamed = new Map(items.map(({ sku }, i) => [sku, `x${(i * 7919 + 13) % 200}`]));
    const shuffled = customers.toSorted((a, b) => (a.customerId.at(-1)! < b.customerId.at(-1)! ? -1 : 1)).toReversed();
    const other = trained(
      items.map((item) => ({ ...item, sku: renamed.get(item.sku)! })).toReversed(),
      shuffled.map(({ customerId, deeds }) => ({
        customerId,
        deeds: deeds.map((deed) => ({ ...deed, sku: renamed.get(deed.sku)! })),
      })),
    );
    other.weights.forEach((weight, at) => expect(weight).toBeCloseTo(model.weights[at]!, 3));
    const [rank, rankOther] = [topItems(model, 15), topItems(other, 15)];
    let [same, all] = [0, 0];
    for (const { deeds } of others.slice(0, 50)) {
      const expected = rank(deeds).map((sku) => renamed.get(sku)!);
      const found = rankOther(deeds.map((deed) => ({ ...deed, sku: renamed.get(deed.sku)! })));
      same += expected.filter((sku, at) => sku === found[at]).length;
      all += expected.length;
    }
    // Exact ties, and they alone, are broken by the hash of the name.
    expect(same / all).toBeGreaterThan(0.97);
    const renamedCases = cases.map(({ deeds, nextSku }) => ({
      deeds: deeds.map((deed) => ({ ...deed, sku: renamed.get(deed.sku)! })),
      nextSku: renamed.get(nextSku)!,
    }));
    expect(evaluateModel(other, renamedCases).ndcgAt20).toBeCloseTo(evaluateModel(model, cases).ndcgAt20, 2);
  });

  it('learns nothing from the numbers in SKUs', () => {
    // Every customer takes five unrelated items with neighbouring numbers, each number once.
    const lonely = Array.from({ length: 200 }, (_, i): CustomerDeeds => ({
      customerId: `c${i}`,
      deeds: sent(...[0, 1, 2, 3].map((at) => `i${i * 5 + at}`)),
    }));
    const blind = trained(
      Array.from({ length: 1_000 }, (_, i) => ({ sku: `i${i}`, categoryPath: ['Toys'], brand: null })),
      lonely,
    );
    const held = lonely.map(({ deeds }, i) => ({ deeds, nextSku: `i${i * 5 + 4}` }));
    expect(evaluateModel(blind, held).hitRateAt10).toBeLessThan(0.05);
  });

  it('works without customers, without items, and for items it does not know', () => {
    expect(topItems(trained([], []), 5)(sent('i1'))).toEqual([]);
    expect(topItems(trained(items, []), 5)(sent('i1'))).toHaveLength(5);
    expect(topItems(model, 5)(sent('unheard of'))).toHaveLength(5);
    expect(topItems(model, 5)([])).toHaveLength(5);
    expect(evaluateModel(model, [])).toEqual({ customers: 0, hitRateAt10: 0, ndcgAt10: 0, ndcgAt20: 0 });
    expect(evaluateModel(model, [{ deeds: [], nextSku: 'unheard of' }]).hitRateAt10).toBe(0);
  });

  it('ranks an item that nobody had by its attributes', () => {
    const withNew = trained([...items, { sku: 'fresh', categoryPath: ['Toys', 'Kind 3'], brand: 'B3' }], customers);
    const rank = topItems(withNew, 201);
    const like = items.filter((_, i) => i % 70 === 3).map(({ sku }) => sku); // of that kind and brand
    const unlike = items.filter((_, i) => i % 70 === 5).map(({ sku }) => sku);
    expect(rank(sent(...like)).indexOf('fresh')).toBeLessThan(rank(sent(...unlike)).indexOf('fresh'));
  });
});

describe('bounds of memory', () => {
  it('keeps a sample of customers that does not depend on their order', () => {
    const [one, other] = [customers, customers.toReversed()].map((all) => {
      const trainer = new Trainer(items, { mostDeeds: 1_000 });
      for (const customer of all) trainer.add(customer);
      return trainer.finish();
    });
    expect(one!.facts.deeds).toBeLessThanOrEqual(1_000);
    expect(one!.facts.deeds).toBeGreaterThan(250);
    expect(other!.facts.deeds).toBe(one!.facts.deeds);
    expect(other!.popularity).toEqual(one!.popularity);
  });

  it('keeps the strongest companions of each item', () => {
    const trainer = new Trainer(items, { companionsPerItem: 3 });
    for (const customer of customers) trainer.add(customer);
    const { starts } = trainer.finish().companions;
    for (let item = 0; item < 200; item += 1) expect(starts[item + 1]! - starts[item]!).toBeLessThanOrEqual(3);
  });
});

describe('a model as bytes', () => {
  const bytes = encodeModel(model);

  it('comes back as it was, also from the middle of a larger buffer', () => {
    const larger = new Uint8Array(bytes.length + 13);
    larger.set(bytes, 13);
    for (const copy of [bytes, larger.subarray(13), Buffer.from(larger).subarray(13)].map(decodeModel)) {
      expect(copy).toEqual(model);
      expect(topItems(copy, 10)(sent('i1', 'i11'))).toEqual(topItems(model, 10)(sent('i1', 'i11')));
    }
  });

  it('is refused when it is cut off, something else, or of another version', () => {
    expect(() => decodeModel(bytes.subarray(0, bytes.length - 1))).toThrow(PackedFormatError);
    expect(() => decodeModel(bytes.subarray(0, 40))).toThrow(PackedFormatError);
    expect(() => decodeModel(new Uint8Array())).toThrow('not a selection model');
    expect(() => decodeModel(new TextEncoder().encode('something else'))).toThrow('not a selection model');
    const newer = bytes.slice();
    newer[4] = 99;
    expect(() => decodeModel(newer)).toThrow('format 99');
  });
});
