import { differenceOfMeans, differenceOfRates } from '#domain/metrics/difference';
import { rateOf } from '#domain/metrics/estimate';
import { emptyTally, tallyOf } from '#domain/numbers/tally';

const rate = (successes: number, n: number) =>
  rateOf(tallyOf(Array.from({ length: n }, (_, each) => [each < successes ? 1 : 0])));
const oneEach = (values: number[]) => tallyOf(values.map((value) => [value]));

describe('a difference of rates', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('%i/%i - %i/%i', (a, m, b, n, low, high) => {
    const difference = differenceOfRates(rate(a, m), rate(b, n));
    expect(difference.value).toBeCloseTo(a / m - b / n, 12);
    expect(difference.low).toBeCloseTo(low, 4);
    expect(difference.high).toBeCloseTo(high, 4);
  });

  it('to nothing is nothing', () => {
    expect(differenceOfRates(rate(1, 2), rateOf(emptyTally))).toEqual({ value: null, low: null, high: null });
  });
});

describe('a difference of means', () => {
  // Student's sleep data (1908): R's t.test(extra ~ group, data = sleep) gives -3.3654832 to 0.2054832, df 17.776.
  const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
  const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

  it('is that of Welch', () => {
    const difference = differenceOfMeans(oneEach(first), oneEach(second));
    expect(difference.value).toBeCloseTo(-1.58, 12);
    expect(difference.low).toBeCloseTo(-3.3654832, 6);
    expect(difference.high).toBeCloseTo(0.2054832, 6);
  });

  it.each([
    ['nothing', oneEach(first), emptyTally, null],
    ['a single customer', oneEach([4, 5]), oneEach([3]), 1.5],
    ['two who never vary', oneEach([5, 5]), oneEach([3, 3]), 2],
  ])('of %s has no interval', (_, one, other, value) => {
    expect(differenceOfMeans(one, other)).toEqual({ value, low: null, high: null });
  });
});
