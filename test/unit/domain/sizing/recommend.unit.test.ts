import fc from 'fast-check';
import { recommendSize } from '#domain/sizing/recommend';
import type { FitClass } from '#domain/sizing/model/types';
import { wearSizes } from '#test/support/wearProgram';
import { fittingOf, had, inStock, knowledgeOf, styleOf } from './wear';

const shirt = styleOf('shirt');
const advise = (...of: Parameters<typeof fittingOf>) => recommendSize(fittingOf(...of), shirt, inStock);

describe('likelySize', () => {
  it.each([
    ['nothing', {}, null],
    ['a measurement that no size chart knows', { measurements: { bustCup: 'b' } }, null],
    ['what they stated', { preferredSize: 'XL' }, 'XL'],
    ['a size that the program does not have', { preferredSize: '7' }, null],
    ['the size chart', { measurements: { heightCm: 178 } }, 'L'],
    ['what fitted, whatever they stated', { preferredSize: 'XL', fits: [had('M', 'fit'), had('S', 'small')] }, 'M'],
    ['what was too small', { fits: [had('M', 'small'), had('L', 'small')] }, 'XL'],
  ])('goes by %s', (_by, of, size) => {
    expect(fittingOf(of).likelySize).toBe(size);
  });
});

describe('recommendSize', () => {
  it('recommends nothing, and says so, to somebody of whom nothing is known', () => {
    const advice = advise();
    expect(advice).toMatchObject({ recommended: null, confidence: 'none' });
    expect(advice.reason).toContain('know too little');
    expect(advice.sizes.map(({ label, chances }) => [label, chances])).toEqual(wearSizes.map((size) => [size, null]));
  });

  it('goes by what fitted before, and is surer the more of it there is', () => {
    const once = advise({ fits: [had('M', 'fit')] });
    const often = advise({ fits: [had('M', 'fit'), had('M', 'fit'), had('S', 'small'), had('L', 'large')] });
    expect(once).toMatchObject({ recommended: { label: 'M' }, confidence: 'medium' });
    expect(often).toMatchObject({ recommended: { label: 'M' }, confidence: 'high' });
    expect(often.reason).toBe(
      'M should fit you best: M was right for you twice; S was too small once; L was too large once.',
    );
    const chance = ({ sizes }: typeof once, label: string) => sizes.find((size) => size.label === label)!.chances!;
    expect(chance(often, 'M').right).toBeGreaterThan(chance(once, 'M').right);
    expect(chance(often, 'XS').small).toBeGreaterThan(0.9);
    expect(chance(often, 'XL').large).toBeGreaterThan(0.9);
  });

  it('learns from misfits alone: what was too small means a larger size', () => {
    expect(advise({ fits: [had('M', 'small'), had('L', 'small')] }).recommended!.label).toBe('XL');
    expect(advise({ fits: [had('M', 'small'), had('XL', 'large')] }).recommended!.label).toBe('L');
  });

  it('believes the same brand more than another one', () => {
    const fits = [had('L', 'fit', { brand: 'Brand' }), had('M', 'fit', { brand: 'Other brand' })];
    const advice = advise({ fits });
    expect(advice.recommended!.label).toBe('L');
    expect(advice.reason).toContain('L of Brand was right for you once');
  });

  it('uses the stated size until there is something better', () => {
    const stated = advise({ preferredSize: 'L' });
    expect(stated).toMatchObject({ recommended: { label: 'L' }, confidence: 'low' });
    expect(stated.reason).toBe('L should fit you best: you told us that you wear L.');
    const known = advise({ preferredSize: 'L', fits: [had('S', 'fit')] });
    expect(known.recommended!.label).toBe('S');
    expect(known.reason).not.toContain('told us');
  });

  it('uses the size chart for measurements', () => {
    const advice = advise({ measurements: { heightCm: 178 } });
    expect(advice).toMatchObject({ recommended: { label: 'L' }, confidence: 'medium' });
    expect(advice.reason).toContain('your measurements point to L in the size chart');
    // A little outside of the chart: its nearest end. Far outside: nothing of it.
    expect(advise({ measurements: { heightCm: 193 } }).recommended!.label).toBe('XL');
    for (const [heightCm, off] of [
      [110, 'large'],
      [210, 'small'],
    ] as const) {
      const { recommended, reason } = advise({ measurements: { heightCm } });
      expect(recommended).toBeNull();
      expect(reason).toContain(`even the nearest one would be too ${off} for you`);
    }
    // The chart says nothing of it.
    const other = advise({ measurements: { footLengthCm: 25 } });
    expect(other.recommended).toBeNull();
    expect(other.reason).toContain('tell us your height or your usual size');
  });

  it('goes up a size in what runs small, and says by how many customers', () => {
    const records = Array.from({ length: 60 }, (_, n) => ({
      styleId: 'shirt',
      fit: (n < 48 ? 'small' : 'fit') as FitClass,
    }));
    const knowledge = knowledgeOf(records);
    const fits = [had('M', 'fit'), had('M', 'fit'), had('M', 'fit')];
    const advice = advise({ fits }, knowledge);
    expect(advice.recommended!.label).toBe('L');
    expect(advice.reason).toContain('it runs small (48 of 60 customers found it too small)');
    expect(recommendSize(fittingOf({ fits }, knowledge), styleOf('other'), inStock).recommended!.label).toBe('M');
  });

  it('leaves customers who only measured themselves to the model, and gives it no say in sizes far from theirs', () => {
    const seen: number[] = [];
    const knowledge = knowledgeOf(
      Array.from({ length: 60 }, () => ({ styleId: 'x', fit: 'fit' as const })),
      {
        // Everything is right in the largest size.
        predict: (cases) =>
          cases.map(({ size }) => {
            seen.push(size);
            return size === 16 ? { small: 0, fit: 1, large: 0 } : { small: 1, fit: 0, large: 0 };
          }),
        evidence: () => ({ customerRecords: 0, styleRecords: 3, measurements: 2 }),
      },
    );
    const measured = advise({ measurements: { weightKg: 90, ageYears: 40 } }, knowledge);
    expect(measured).toMatchObject({ recommended: { label: 'XL' }, confidence: 'medium' });
    expect(measured.reason).toBe('XL should fit you best, going by what customers with measurements like yours kept.');
    seen.length = 0;
    const worn = advise({ fits: Array.from({ length: 6 }, () => had('XS', 'fit')) }, knowledge);
    expect(seen).not.toContain(16);
    expect(worn.recommended).toBeNull(); // every size near XS would be too small, and the model is not asked of XL
  });

  it('recommends no size that would be likelier wrong than right', () => {
    const small = styleOf('shirt', { sizes: ['XS', 'S'] });
    const advice = recommendSize(fittingOf({ fits: [had('XL', 'fit'), had('XL', 'fit')] }), small, inStock);
    expect(advice).toMatchObject({ recommended: null, confidence: 'none' });
    expect(advice.reason).toContain('too small for you');
    expect(advice.sizes[0]!.chances!.small).toBeGreaterThan(0.9);
  });

  const own = { styleId: 'shirt', brand: 'Brand' };
  const other = (n = 1) => ({ styleId: `other-${n}`, brand: 'Brand' });
  const manyM = Array.from({ length: 10 }, (_, n) => had('M', 'fit', other(n)));
  it.each<[string, Parameters<typeof fittingOf>[0], string | null, string, string]>([
    [
      'what was too small, whatever fitted elsewhere',
      { fits: [...manyM, had('M', 'small', own)] },
      'L',
      'low',
      'L should fit you best: you had it in M, which was too small for you, though M was right for you 10 times.',
    ],
    [
      'two sizes up after one that was too small',
      { fits: [had('S', 'small', own)] },
      'M',
      'low',
      'M should fit you best: you had it in S, which was too small for you.',
    ],
    [
      'a size between two that were both wrong, if there is none',
      { fits: [had('S', 'small', own), had('M', 'large', own)] },
      null,
      'none',
      'None of its sizes is likely to fit: S was too small for you; M was too large for you.',
    ],
    [
      'anything by answers that contradict each other',
      { fits: [had('S', 'large', own), had('M', 'small', own)] },
      null,
      'none',
      'None of its sizes is likely to fit: S was too large for you; M was too small for you.',
    ],
    [
      'a size for sure that other fits speak against',
      { fits: [had('M', 'fit', other(1)), had('L', 'small', other(2))] },
      'L',
      'low',
      'L should fit you best: L was too small once; M was right for you once.',
    ],
    [
      'the middle for sure of who wore both ends',
      { fits: [had('XS', 'fit', other(1)), had('XL', 'fit', other(2))] },
      'M',
      'low',
      'M should fit you best: XS was right for you once; XL was right for you once.',
    ],
    [
      'the middle of a statement and a chart that are far apart',
      { preferredSize: 'S', measurements: { heightCm: 186 } },
      'S',
      'low',
      'S should fit you best: you told us that you wear S, though your measurements point to XL in the size chart.',
    ],
    [
      'what fits for sure when the chart says otherwise',
      { fits: manyM.slice(7), measurements: { heightCm: 154 } },
      'M',
      'medium',
      'M should fit you best: M of Brand was right for you 3 times, though your measurements point to XS in the size chart.',
    ],
    [
      'a stated size that was too small',
      { preferredSize: 'M', fits: [had('M', 'small', own)] },
      'L',
      'medium',
      'L should fit you best: you had it in M, which was too small for you, though you told us that you wear M.',
    ],
  ])('does not recommend %s', (_what, known, size, confidence, reason) => {
    const advice = recommendSize(fittingOf(known), styleOf('shirt', { brand: 'Brand' }), inStock);
    expect(advice).toMatchObject({ recommended: size === null ? null : { label: size }, confidence, reason });
  });

  it('believes of a size that somebody had what they said of it last', () => {
    const advice = advise({ fits: [had('M', 'small', own), had('M', 'fit', own)] });
    expect(advice.recommended!.label).toBe('M');
    expect(advice.reason).toBe('M should fit you best: you had it in M, which was right for you.');
  });

  it('says when the best size is gone', () => {
    const advice = recommendSize(fittingOf({ fits: [had('M', 'fit')] }), shirt, (sku) => sku !== 'shirt-M');
    expect(advice.recommended!.label).toBe('M');
    expect(advice.reason).toMatch(/It is out of stock now\.$/);
    expect(advice.sizes.map(({ inStock: isThere }) => isThere)).toEqual([true, true, false, true, true]);
  });

  it('is not confused by styles that are named like members of every object', () => {
    const knowledge = knowledgeOf(Array.from({ length: 60 }, () => ({ styleId: '__proto__', fit: 'fit' as const })));
    const fitting = fittingOf({ fits: [had('M', 'fit')] }, knowledge);
    for (const styleId of ['constructor', 'toString', '__proto__']) {
      expect(recommendSize(fitting, styleOf(styleId, { brand: 'hasOwnProperty' }), inStock).recommended!.label).toBe(
        'M',
      );
    }
  });
});

const fitOf = fc.record({
  size: fc.constantFrom(...wearSizes),
  fit: fc.constantFrom<FitClass>('small', 'fit', 'large'),
});
const measurements = fc.record({ heightCm: fc.option(fc.double({ min: 50, max: 250, noNaN: true })) });

test('whatever is known: chances add up to 1, and without a model a larger size is never likelier too small', () => {
  fc.assert(
    fc.property(
      fc.array(fitOf, { maxLength: 60 }),
      measurements,
      fc.option(fc.constantFrom(...wearSizes)),
      (fits, measured, preferredSize) => {
        const known = { fits: fits.map(({ size, fit }) => had(size, fit)), measurements: measured, preferredSize };
        const { sizes, recommended, confidence } = advise(known);
        const chances = sizes.flatMap((size) => (size.chances ? [size.chances] : []));
        for (const { small, right, large } of chances) {
          expect(small + right + large).toBeCloseTo(1, 9);
          expect(Math.min(small, right, large)).toBeGreaterThanOrEqual(0);
        }
        chances.slice(1).forEach(({ small, large }, n) => {
          expect(small).toBeLessThanOrEqual(chances[n]!.small + 1e-9);
          expect(large).toBeGreaterThanOrEqual(chances[n]!.large - 1e-9);
        });
        expect(confidence === 'none').toBe(recommended === null);
        expect(advise(known)).toEqual(advise(known));
      },
    ),
  );
});

test('another fit of a size never makes that size less right', () => {
  fc.assert(
    fc.property(fc.array(fitOf, { maxLength: 8 }), fc.constantFrom(...wearSizes), (fits, size) => {
      const own = fits.map((each) => had(each.size, each.fit));
      const right = (all: typeof own): number =>
        advise({ fits: all }).sizes.find(({ label }) => label === size)!.chances?.right ?? 0;
      expect(right([...own, had(size, 'fit')])).toBeGreaterThanOrEqual(right(own) - 1e-9);
    }),
  );
});
