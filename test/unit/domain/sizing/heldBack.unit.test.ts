import { compareFits, isHeldBack } from '#domain/sizing/heldBack';
import type { FitChances, FitModel, FitRecord } from '#domain/sizing/model/types';

const record = (n: number, fit: FitRecord['fit'] = 'fit', customer = n): FitRecord => {
  return { customerId: `c${customer}`, styleId: `s${n}`, size: n, category: null, wearer: {}, fit };
};
/** Gives every case these chances of small, right and large. */
const always = (small: number, fit: number, large: number): FitModel => ({
  predict: (cases) => cases.map((): FitChances => ({ small, fit, large })),
  evidence: () => ({ customerRecords: 0, styleRecords: 0, measurements: 0 }),
});

test('a tenth is held back, the same every time, and all sizes of a style together', () => {
  const pairs = Array.from({ length: 20_000 }, (_, n) => ({ customerId: `cus_${n % 500}`, styleId: `s${n}` }));
  const held = pairs.filter(isHeldBack);
  expect(held.length / pairs.length).toBeCloseTo(0.1, 1);
  expect(pairs.filter(isHeldBack)).toEqual(held);
  const [one] = held;
  const sizes = [1, 2, 3].map((size) => ({ ...record(1), ...one!, size }));
  expect(sizes.every(isHeldBack)).toBe(true);
});

test('both models are measured on the same fits, by what they gave to what happened', () => {
  const records = [record(1, 'small'), record(2), record(3), record(4, 'large')];
  const measured = compareFits(always(0.2, 0.6, 0.2), { version: 3, model: always(0.1, 0.8, 0.1) }, records);
  const loss = (...chances: number[]) => -chances.reduce((sum, chance) => sum + Math.log(chance), 0) / 4;
  expect(measured).toMatchObject({ fits: 4, customers: 4, running: { version: 3 } });
  expect(measured.logLoss).toBeCloseTo(loss(0.2, 0.6, 0.6, 0.2), 12);
  expect(measured.running!.logLoss).toBeCloseTo(loss(0.1, 0.8, 0.8, 0.1), 12);
});

test('the tolerance is one standard error of the difference; the fits of one customer are not many', () => {
  // Half of the differences are ln(0.62 / 0.6), half ln(0.18 / 0.2): a spread that is known.
  const [candidate, running] = [always(0.2, 0.6, 0.2), { version: 1, model: always(0.2, 0.62, 0.18) }];
  const differences = [Math.log(0.62 / 0.6), Math.log(0.18 / 0.2)];
  const spread = Math.abs(differences[0]! - differences[1]!) / 2;
  const records = Array.from({ length: 400 }, (_, n) => record(n, n % 2 === 0 ? 'fit' : 'large'));
  const { tolerance } = compareFits(candidate, running, records);
  expect(tolerance).toBeCloseTo((spread * Math.sqrt(400 / 399)) / 20, 9);
  // The same, said twice by each of half as many customers.
  const twice = Array.from({ length: 400 }, (_, n) => record(n, n % 4 < 2 ? 'fit' : 'large', n >> 1));
  expect(compareFits(candidate, running, twice).tolerance).toBeCloseTo(
    (spread * Math.sqrt(200 / 199)) / Math.sqrt(200),
    9,
  );
});

test('however noisy the measure, the tolerance ends at 0.02; nothing is divided by nothing', () => {
  const wild = { version: 1, model: always(0.98, 0.01, 0.01) };
  const few = [record(1, 'small'), record(2), record(3, 'large')];
  expect(compareFits(always(0.01, 0.98, 0.01), wild, few).tolerance).toBe(0.02);
  expect(compareFits(always(0, 1, 0), null, [record(1, 'small')]).logLoss).toBeCloseTo(-Math.log(1e-6), 9);
  expect(compareFits(always(0, 1, 0), wild, [])).toEqual({
    fits: 0,
    customers: 0,
    logLoss: 0,
    running: { version: 1, logLoss: 0 },
    tolerance: 0,
  });
});
