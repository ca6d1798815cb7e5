import { PackedFormatError } from '#domain/numbers/packing';
import {
  decodeFitModel,
  encodeFitModel,
  type FitCase,
  fitClasses,
  predictFit,
  trainFit,
} from '#domain/sizing/model/index';
import { closet, customers, styles } from './closet';

// A training is a second of work, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const data = closet();
const model = trainFit(data.records);

/** Every eleventh combination: enough to see all kinds. */
const cases: FitCase[] = [];
for (let at = 0; at < customers * styles; at += 11) {
  cases.push(data.case(at % customers, at % styles, 1 + (at % 6)));
}

const bare = (fitCase: FitCase): FitCase => ({ ...fitCase, wearer: {}, atMs: null, category: null });

function expectChances(chances: Record<string, number>): void {
  const values = fitClasses.map((fit) => chances[fit]!);
  for (const value of values) expect(value).toBeGreaterThan(0);
  expect(values.reduce((sum, value) => sum + value)).toBeCloseTo(1, 9);
}

describe('the fit model', () => {
  it('says the same of cases that are asked about together as of each alone, in every run', () => {
    const together = model.predict(cases);
    expect(model.predict(cases)).toEqual(together);
    together.forEach((chances, at) => {
      const alone = predictFit(model, cases[at]!);
      for (const key of ['small', 'fit', 'large'] as const) expect(chances[key]).toBeCloseTo(alone[key], 6);
    });
    expect(model.predict([])).toEqual([]);
  });

  it('gives chances that sum to 1, whoever asks about whatever', () => {
    for (const fitCase of cases) expectChances(predictFit(model, fitCase));
    const stranger = { ...cases[0]!, customerId: 'nobody', styleId: 'nothing', category: 'hats', size: 99 };
    for (const fitCase of [stranger, bare(stranger), { ...stranger, size: 0.5 }, bare(cases[0]!)]) {
      expectChances(predictFit(model, fitCase));
    }
  });

  it('finds the right class of most cases, from the body and from which styles run small', () => {
    const right = cases.filter((fitCase, at) => {
      const chances = predictFit(model, fitCase);
      const best = fitClasses.reduce((a, b) => (chances[b] > chances[a] ? b : a));
      const index = at * 11;
      return best === data.truth(index % customers, index % styles, 1 + (index % 6));
    });
    expect(right.length / cases.length).toBeGreaterThan(0.8);
  });

  it('knows that a style runs small for a customer it has never seen', () => {
    const asked = (style: number) => predictFit(model, { ...data.case(2, style, 3), customerId: 'nobody' });
    expect(asked(0).small).toBeGreaterThan(asked(4).small + 0.2);
    expect(asked(1).large).toBeGreaterThan(asked(4).large + 0.2);
  });

  it('knows a customer’s size from what fitted, without one measurement', () => {
    const asked = (size: number) => predictFit(model, bare(data.case(8, 4, size)));
    expect(asked(2).small).toBeGreaterThan(asked(3).small);
    expect(asked(4).large).toBeGreaterThan(asked(3).large);
  });

  it('says how much there is to go on', () => {
    const { customerId, styleId } = data.records[0]!;
    expect(model.evidence(data.records[0]!)).toEqual({
      customerRecords: data.records.filter((record) => record.customerId === customerId).length,
      styleRecords: data.records.filter((record) => record.styleId === styleId).length,
      measurements: 4,
    });
    const unknown = { ...bare(data.records[0]!), customerId: 'nobody', styleId: 'nothing' };
    expect(model.evidence(unknown)).toEqual({ customerRecords: 0, styleRecords: 0, measurements: 0 });
    expect(model.evidence({ ...unknown, wearer: { bustCup: 'purple' } }).measurements).toBe(0);
  });

  it('gives the same answers after it was written as bytes and read, from the middle of a buffer too', () => {
    const bytes = encodeFitModel(model);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const answers = cases.map((fitCase) => predictFit(model, fitCase));
    for (const read of [
      decodeFitModel(bytes),
      decodeFitModel(shifted.subarray(3)),
      decodeFitModel(Buffer.from(bytes)),
    ]) {
      expect(cases.map((fitCase) => predictFit(read, fitCase))).toEqual(answers);
      expect(read.evidence(cases[0]!)).toEqual(model.evidence(cases[0]!));
      expect(encodeFitModel(read)).toEqual(bytes);
    }
  });

  it('refuses bytes that are no model, are cut off, or have another format', () => {
    const bytes = encodeFitModel(model);
    const older = bytes.slice();
    older[4] = 99;
    const damaged = bytes.slice();
    damaged[10] = 0;
    for (const bad of [new Uint8Array(), bytes.slice(1), bytes.slice(0, -1), older, damaged]) {
      expect(() => decodeFitModel(bad)).toThrow(PackedFormatError);
    }
  });

  it('takes IDs for names only: others give the same answers', () => {
    const reversed = (id: string): string => `__proto__${id.split('').reverse().join('')}`;
    const renamed = closet({ rename: reversed });
    const other = trainFit(renamed.records);
    for (let at = 0; at < 60; at += 1) {
      const [customer, style, size] = [at % customers, at % styles, 1 + (at % 6)];
      expect(predictFit(other, renamed.case(customer, style, size))).toEqual(
        predictFit(model, data.case(customer, style, size)),
      );
    }
  });

  it('is the same model twice', () => {
    const few = data.records.slice(0, 300);
    expect(encodeFitModel(trainFit(few))).toEqual(encodeFitModel(trainFit(few)));
  });

  it.each([1, 2, 7, 40])('learns from %d records without falling over', (count) => {
    const small = trainFit(data.records.slice(0, count));
    for (const fitCase of [cases[0]!, bare(cases[0]!)]) expectChances(predictFit(small, fitCase));
  });

  it('learns from records without a measurement, a day or a category, all of one class', () => {
    const empty = trainFit(
      data.records.slice(0, 60).map((record) => ({ ...record, ...bare(record), fit: 'fit', stars: null })),
    );
    const chances = predictFit(empty, bare(cases[0]!));
    expectChances(chances);
    expect(chances.fit).toBeGreaterThan(0.8);
  });

  it('has nothing to say without a record', () => {
    expect(() => trainFit([])).toThrow(RangeError);
  });

  it('tells sizes with lengths apart', () => {
    const lengths = data.records.map((record, at) => ({ ...record, size: record.size * 4 + (at % 4) }));
    const shares: number[] = [];
    const long = trainFit(lengths.slice(0, 400), { variantsPerStep: 4, onProgress: (share) => shares.push(share) });
    expectChances(predictFit(long, { ...cases[0]!, size: 13 }));
    expect(shares.at(-1)).toBeCloseTo(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
