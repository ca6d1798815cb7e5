import { seededRandom } from '#domain/numbers/random';
import fc from 'fast-check';
import { meanOf, rateOf } from '#domain/metrics/estimate';
import { studentQuantile } from '#domain/numbers/studentT';
import { meanVariance, tallyOf } from '#domain/numbers/tally';

const wide = { min: -Infinity, max: Infinity };

/** `successes` of `n` customers with one observation each. */
const shareOf = (successes: number, n: number) =>
  tallyOf(Array.from({ length: n }, (_, each) => [each < successes ? 1 : 0]));

describe('studentQuantile', () => {
  // Printed tables (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2), and 17.776 from R's qt.
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [5, 2.571],
    [10, 2.228],
    [17.776, 2.103],
    [30, 2.042],
    [100, 1.984],
    [1_000_000, 1.96],
  ])('with %d degrees of freedom', (degrees, expected) => {
    expect(studentQuantile(degrees)).toBeCloseTo(expected, 3);
  });

  it('falls all the way, also where one method takes over from the other', () => {
    const values = [1, 1.5, 2, 9, 99, 999, 9_999, 10_000, 10_001, 20_000].map(studentQuantile);
    expect(values.every((value, n) => n === 0 || value < values[n - 1]!)).toBe(true);
  });
});

describe('a rate', () => {
  // Newcombe 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i', (successes, n, low, high) => {
    const estimate = rateOf(shareOf(successes, n));
    expect(estimate.value).toBe(successes / n);
    expect(estimate.low).toBeCloseTo(low, 4);
    expect(estimate.high).toBeCloseTo(high, 4);
  });

  it('is null without observations', () => {
    expect(rateOf(tallyOf([]))).toEqual({ n: 0, customers: 0, value: null, low: null, high: null });
  });

  it('lies in its interval, and both in 0 to 1, whatever was observed', () => {
    const values = fc.array(fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength: 12 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (customers) => {
        const { value, low, high } = rateOf(tallyOf(customers));
        expect([0 <= low!, low! <= value!, value! <= high!, high! <= 1]).toEqual([true, true, true, true]);
      }),
    );
  });

  it('of customers who always do the same knows as much as one observation of each', () => {
    const twelve = (value: number): number[] => Array.from({ length: 12 }, () => value);
    const repeated = rateOf(
      tallyOf([...Array.from({ length: 30 }, () => twelve(1)), ...Array.from({ length: 70 }, () => twelve(0))]),
    );
    const single = rateOf(shareOf(30, 100));
    expect(repeated.low).toBeCloseTo(single.low!, 12);
    expect(repeated.high).toBeCloseTo(single.high!, 12);
  });

  it('that one customer alone made says hardly anything', () => {
    const { low, high } = rateOf(tallyOf([[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]));
    expect([low! < 0.25, high]).toEqual([true, 1]);
  });
});

describe('a mean', () => {
  // Student's sleep data (1908), group 1: R's t.test gives -0.5297804 to 2.0297804.
  const sleep = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];

  it('of one observation each has the t interval of the books', () => {
    const estimate = meanOf(tallyOf(sleep.map((hours) => [hours])), wide);
    expect(estimate.value).toBeCloseTo(0.75, 12);
    expect(estimate.low).toBeCloseTo(-0.5297804, 6);
    expect(estimate.high).toBeCloseTo(2.0297804, 6);
  });

  it('is cut to its scale', () => {
    const { low, high } = meanOf(tallyOf([[5], [5], [5], [4]]), { min: 1, max: 5 });
    expect([low! < 4.75, high]).toEqual([true, 5]);
  });

  it.each([
    ['nothing', [], null],
    ['one customer', [[4, 5]], 4.5],
    ['customers who all said the same', [[4], [4], [4]], 4],
  ])('of %s has no interval', (_, values, value) => {
    expect(meanOf(tallyOf(values), wide)).toMatchObject({ value, low: null, high: null });
  });
});

it('intervals hold the truth 95 times in 100 when customers differ, where ones that ignore it do not', () => {
  const random = seededRandom(7);
  const trials = 1_000;
  let held = 0;
  let heldByNaive = 0;
  for (let trial = 0; trial < trials; trial++) {
    // Half of the customers skip one box in ten, half nine in ten; each had up to 12 boxes. The truth is a half.
    const customers = Array.from({ length: 200 }, () => {
      const chance = random() < 0.5 ? 0.1 : 0.9;
      return Array.from({ length: 1 + Math.floor(random() * 12) }, () => (random() < chance ? 1 : 0));
    });
    const holds = ({ low, high }: { low: number | null; high: number | null }): boolean => low! <= 0.5 && 0.5 <= high!;
    held += holds(rateOf(tallyOf(customers))) ? 1 : 0;
    heldByNaive += holds(rateOf(tallyOf(customers.flat().map((value) => [value])))) ? 1 : 0;
  }
  // Four standard deviations about 95 %.
  expect(Math.abs(held / trials - 0.95)).toBeLessThan(4 * Math.sqrt((0.95 * 0.05) / trials));
  expect(heldByNaive / trials).toBeLessThan(0.75);
});

it('the variance of a mean is s²/n with one observation each', () => {
  const values = [1, 2, 4, 4, 5];
  const mean = 16 / 5;
  const s2 = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
  expect(meanVariance(tallyOf(values.map((value) => [value])))).toBeCloseTo(s2 / 5, 12);
});
