import fc from 'fast-check';
import { Holdout } from '#activities/model/holdout';
import { toleranceOf, verdictOf } from '#activities/model/verdict';
import type { Deed } from '#domain/selection/model/types';

const sent = (count: number): Deed[] =>
  Array.from({ length: count }, (_, n) => ({ sku: `s${n}`, kind: 'sent', atMs: n }));

describe('the holdout', () => {
  test('what is held back is never trained on, and the rest always is', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.uuid(), items: fc.nat(5) }), { maxLength: 40 }), (customers) => {
        const holdout = new Holdout();
        const trained = customers.map(({ id, items }) => holdout.divide({ customerId: id, deeds: sent(items) }));
        const cases = holdout.newest();
        const kept = trained.reduce((sum, { deeds }) => sum + deeds.length, 0);
        expect(kept + cases.length).toBe(customers.reduce((sum, { items }) => sum + items, 0));
        for (const { deeds, nextSku } of cases) expect(deeds.map(({ sku }) => sku)).not.toContain(nextSku);
      }),
    );
  });

  test('the same customers are held back in every refresh, a fifth of them', () => {
    const ids = Array.from({ length: 5_000 }, (_, n) => `cus_${n}`);
    const held = (): string[] => {
      const holdout = new Holdout();
      return ids.filter((customerId) => holdout.divide({ customerId, deeds: sent(2) }).deeds.length === 1);
    };
    expect(held()).toEqual(held());
    expect(held().length / ids.length).toBeCloseTo(0.2, 1);
  });

  test('of more than it can hold, the newest choices stay', () => {
    const holdout = new Holdout();
    for (let n = 0; n < 60_000; n += 1) {
      const deeds: Deed[] = sent(2).map((deed) => ({ ...deed, sku: `${deed.sku}-${n}`, atMs: n }));
      holdout.divide({ customerId: `cus_${n}`, deeds });
    }
    const cases = holdout.newest();
    expect(cases).toHaveLength(5_000);
    expect(Math.min(...cases.map(({ deeds }) => deeds[0]!.atMs))).toBeGreaterThan(30_000);
  });

  test('a customer with one item, or with none, teaches nothing about what comes next', () => {
    const holdout = new Holdout();
    for (const count of [0, 1]) holdout.divide({ customerId: 'cus', deeds: sent(count) });
    expect(holdout.customersToLearnFrom).toBe(0);
    expect(holdout.newest()).toEqual([]);
  });
});

describe('the verdict', () => {
  const measured = (ndcgAt10: number, running: number, customers = 1_000) => {
    const before = { version: 3, hitRateAt10: 0, ndcgAt10: running };
    const tolerance = toleranceOf({ ndcgAt10: running, customers });
    return verdictOf({ customers, hitRateAt10: 0, ndcgAt10, running: before, tolerance });
  };

  test('the first model is published', () => {
    const first = { customers: 10, hitRateAt10: 0, ndcgAt10: 0, running: null, tolerance: 0 };
    expect(verdictOf(first)).toMatchObject({ publish: true });
  });

  test('better, as good, or worse within chance: published; worse beyond chance: not; by how much is said', () => {
    expect(measured(0.09, 0.08)).toMatchObject({ publish: true, reason: expect.stringContaining('+0.0100') as string });
    expect(measured(0.08, 0.08).publish).toBe(true);
    expect(measured(0.075, 0.08)).toMatchObject({
      publish: true,
      reason: expect.stringContaining('within chance') as string,
    });
    expect(measured(0.07, 0.08)).toMatchObject({
      publish: false,
      reason: expect.stringContaining('-0.0100') as string,
    });
  });

  test('with few customers to measure on, chance is no excuse for what anybody would see', () => {
    expect(measured(0.3, 0.5, 10).publish).toBe(false);
  });
});
