import fc from 'fast-check';
import { isMisfit } from '#domain/sizing/recommend';
import { reasonOfSize, variantsLeftOut } from '#domain/sizing/variants';
import type { FitClass } from '#domain/sizing/model/types';
import { wearSizes } from '#test/support/wearProgram';
import { fittingOf, had, knowledgeOf, tableOf } from './wear';

const table = tableOf({ shirt: {}, coat: {}, belt: { sizes: ['XS'] } });
const all = table.styles.flatMap(({ variants }) => variants.map(({ sku }) => sku));

/** SKUs that stay candidates. */
function candidates(fitting: ReturnType<typeof fittingOf>, gone: string[] = [], past: string[] = []): string[] {
  const leftOut = new Set(variantsLeftOut(table, fitting, { isInStock: (sku) => !gone.includes(sku), had: past }));
  return all.filter((sku) => !leftOut.has(sku));
}

const wearsM = fittingOf({ fits: [had('M', 'fit'), had('M', 'fit')] });

describe('variantsLeftOut', () => {
  it('keeps of each style the size that fits best, and nothing of one that does not fit', () => {
    expect(candidates(wearsM)).toEqual(['shirt-M', 'coat-M']);
  });

  it('takes the next best size that is likely to fit when the best one is gone, else leaves the style out', () => {
    const between = fittingOf({ fits: [had('M', 'fit'), had('L', 'fit')] });
    const [first] = candidates(between);
    const other = first === 'shirt-M' ? 'shirt-L' : 'shirt-M';
    expect(candidates(between, [first!])[0]).toBe(other);
    expect(candidates(between, ['shirt-M', 'shirt-L'])).toEqual([expect.stringMatching(/^coat-/)]);
  });

  it('has nothing for whom nothing fits', () => {
    expect(candidates(wearsM, ['shirt-M', 'coat-M', 'shirt-S', 'coat-S', 'shirt-L', 'coat-L'])).toEqual([]);
  });

  it('does not offer what they had or refused, in another size', () => {
    expect(candidates(wearsM, [], ['shirt-L'])).toEqual(['coat-M']);
    expect(candidates(wearsM, [], ['shirt-L', 'no-such'])).toEqual(['coat-M']);
  });

  it('takes the usual size for somebody of whom nothing is known', () => {
    expect(candidates(fittingOf())).toEqual(['shirt-M', 'coat-M']);
    const kept = knowledgeOf(Array.from({ length: 60 }, () => ({ styleId: 'x', fit: 'fit' as const, size: 'XL' })));
    expect(candidates(fittingOf({}, kept))).toEqual(['shirt-XL', 'coat-XL']);
    expect(reasonOfSize(table, fittingOf(), 'shirt-M')).toContain('have not told us');
  });
});

test('the reason of a size is that of the style, and nothing for an item without sizes', () => {
  expect(reasonOfSize(table, wearsM, 'shirt-M')).toBe('M should fit you best: M was right for you twice.');
  expect(reasonOfSize(table, wearsM, 'no-such')).toBeNull();
});

test('never more than one size of a style, never one that is gone, never one predicted to misfit', () => {
  const fits = fc.array(
    fc.record({ size: fc.constantFrom(...wearSizes), fit: fc.constantFrom<FitClass>('small', 'fit', 'large') }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(fits, fc.subarray(all), (own, gone) => {
      const fitting = fittingOf({ fits: own.map(({ size, fit }) => had(size, fit)) });
      const kept = candidates(fitting, gone);
      expect(kept.filter((sku) => gone.includes(sku))).toEqual([]);
      for (const style of table.styles) {
        const chances = fitting.roughly(style);
        const ofStyle = chances.filter(({ variant }) => kept.includes(variant.sku));
        expect(ofStyle.length).toBeLessThanOrEqual(1);
        for (const { chances: each } of ofStyle) expect(isMisfit(each)).toBe(false);
        const right = (each: (typeof chances)[number]): number => each.chances.right;
        const there = chances.filter(({ variant }) => !gone.includes(variant.sku));
        for (const each of ofStyle) expect(right(each)).toBe(Math.max(...there.map(right)));
      }
    }),
  );
});
