import { prepareCatalog, rankItems, type RankOptions } from '#domain/selection/index';
import { decodeModel, encodeModel, evaluateModel, type SelectionModel, topItems } from '#domain/selection/model/index';
import type { CustomerDeeds, Deed } from '#domain/selection/model/types';
import type { CatalogItem, RankedItem } from '#domain/selection/types';
import { item, newcomer, plan, rules } from './fixtures';
import { sent, trained } from './model/fixtures';

const labels = ['S', 'M', 'L'];
/** Dresses in three sizes, one kind and brand: only customers can say which goes with which. */
const sizesOf = (name: string, sizes = labels): CatalogItem[] =>
  sizes.map((size) => item(`${name}-${size}`, { title: `Dress ${name}`, styleId: name, size }));
const names = ['A', 'B', 'C', 'D', 'E', 'F'];
const dresses = names.flatMap((name) => sizesOf(name));
const catalog = prepareCatalog(dresses, rules);

/** Who took A in L went on to B in L; the others have nothing to do with it. Nobody had any of them in another size. */
const customers: CustomerDeeds[] = Array.from({ length: 40 }, (_, n) => ({
  customerId: `cus_${n}`,
  deeds: n % 2 === 0 ? sent('A-L', 'B-L') : sent('C-L', 'D-L'),
}));
const model = trained(dresses, customers);

function ranked(deeds: Deed[], options: RankOptions = {}, of = catalog): Map<string, RankedItem> {
  const anyone = { likes: [], dislikes: [] };
  const past = { ...newcomer, sentSkus: deeds.filter(({ kind }) => kind === 'sent').map(({ sku }) => sku) };
  const items = rankItems(of, rules, plan, anyone, past, { model, deeds, ...options });
  return new Map(items.map((each) => [each.sku, each]));
}
const partOf = (ranking: Map<string, RankedItem>, sku: string, part: keyof RankedItem['parts']): number =>
  ranking.get(sku)!.parts[part]!;

describe('what one size teaches', () => {
  it('counts for all: who had A in S is offered B in M, since others took B in L after A in L', () => {
    const ranking = ranked(sent('A-S'));
    expect(partOf(ranking, 'B-M', 'companions')).toBeGreaterThan(0);
    expect(ranking.get('B-M')!.reason).toContain('customers who got Dress A also kept it');
    expect(partOf(ranking, 'D-M', 'companions')).toBe(0);
    expect(ranking.get('B-M')!.score).toBeGreaterThan(ranking.get('D-M')!.score);
  });

  it.each(['companions', 'popularity', 'exploration', 'feedback'] as const)('gives all sizes the same %s', (part) => {
    const ranking = ranked([...sent('A-S'), { sku: 'C-M', kind: 'rated', stars: 2, atMs: 9e8 }], { seed: 'seed' });
    for (const name of names.slice(1)) {
      const values = labels.map((size) => ranking.get(`${name}-${size}`)?.parts[part]);
      expect(new Set(values.filter((value) => value !== undefined)).size).toBe(1);
    }
  });

  it('counts a customer once, by the newest thing they said of any size', () => {
    const both = trained(dresses, [{ customerId: 'one', deeds: [...sent('A-S', 'A-M'), ...sent('B-L')] }]);
    expect(both.popularity[both.numbers.get('A-L')!]).toBe(1);
    expect(both.kept[both.numbers.get('A-L')!]).toBe(1);
    expect(both.facts).toMatchObject({ items: names.length, deeds: 2 });
    const changed = ranked([
      { sku: 'A-S', kind: 'rated', stars: 1, atMs: 1 },
      { sku: 'A-M', kind: 'rated', stars: 5, atMs: 2 },
    ]);
    expect(partOf(changed, 'F-M', 'feedback')).toBeGreaterThan(0);
  });

  it('is what holdouts measure: another size of what was taken next is a hit, one of what was had is none', () => {
    expect(evaluateModel(model, [{ deeds: sent('A-S'), nextSku: 'B-M' }]).ndcgAt10).toBe(1);
    expect(evaluateModel(model, [{ deeds: sent('A-S'), nextSku: 'A-M' }]).hitRateAt10).toBe(0);
    expect(topItems(model, 10)(sent('A-S'))).toHaveLength(names.length - 1);
  });
});

describe('a size that the model has not seen', () => {
  const grown = prepareCatalog([...dresses, ...sizesOf('B', ['XL']), ...sizesOf('A', ['0'])], rules);

  it('is known by the others of its style', () => {
    const ranking = ranked(sent('A-0'), {}, grown); // a SKU before the one that stood for the style in training
    expect(partOf(ranking, 'B-XL', 'companions')).toBe(partOf(ranked(sent('A-S')), 'B-M', 'companions'));
    const twice = ranked([...sent('A-0'), { sku: 'A-S', kind: 'rated', stars: 1, atMs: 9e8 }], {}, grown);
    expect(partOf(twice, 'B-XL', 'companions')).toBe(0); // one opinion of A, and it is a bad one
  });
});

describe('models', () => {
  it('keep their sizes when they are stored', () => {
    const stored = decodeModel(encodeModel(model));
    expect(stored).toEqual(model);
    expect(ranked(sent('A-S'), { model: stored })).toEqual(ranked(sent('A-S')));
  });

  it('are the same in whatever order items come', () => {
    expect(trained(dresses.toReversed(), customers)).toEqual(model);
  });

  it('from before there were sizes go on size by size, until the next refresh', () => {
    const bySku = trained(
      dresses.map(({ sku, categoryPath, brand }) => ({ sku, categoryPath, brand })),
      customers,
    );
    const old = decodeModel(withoutSizes(encodeModel(bySku), bySku));
    expect(partOf(ranked(sent('A-L'), { model: old }), 'B-L', 'companions')).toBeGreaterThan(0);
    expect(partOf(ranked(sent('A-L'), { model: old }), 'B-M', 'companions')).toBe(0);
    expect(partOf(ranked(sent('A-S'), { model: old }), 'B-L', 'companions')).toBe(0);
  });
});

/** The bytes as they were written before models knew sizes: without that key, whose place JSON's blanks take. */
function withoutSizes(bytes: Uint8Array, { numbers, skus }: SelectionModel): Uint8Array {
  expect(numbers.size).toBe(skus.length);
  const text = Buffer.from(bytes).toString('latin1');
  expect(text).toContain(',"sizes":[]');
  return Buffer.from(text.replace(',"sizes":[]', ' '.repeat(',"sizes":[]'.length)), 'latin1');
}
