import fc from 'fast-check';
import { armsOf } from '#domain/experiments/assign';
import { fnv1a, murmur3 } from '#domain/numbers/hash';
import type { Experiment } from '#domain/program/types';

function experimentOf(shares: number[], change: Partial<Experiment> = {}): Experiment {
  return { id: 'novelty', title: 'Novelty', arms: shares.map((share, n) => ({ id: `arm-${n}`, share })), ...change };
}

const at = Date.parse('2026-11-23T12:00:00Z');
const many = Array.from({ length: 100_000 }, (_, n) => `cus_${n}`);
const armIn = (experiment: Experiment, customerId: string): string =>
  armsOf([experiment], customerId, at)[experiment.id]!;

/** How many customers there are of each value. */
function countBy(valueOf: (customerId: string) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const customerId of many) {
    const value = valueOf(customerId);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

/** Five standard deviations of a binomial count: a fair assignment is outside once in two million runs. */
const tolerance = (share: number): number => 5 * Math.sqrt(many.length * share * (1 - share));

describe('murmur3', () => {
  // Vectors of the reference implementation (smhasher) as published on its Wikipedia page.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('of %j with seed %i', (text, seed, expected) => {
    expect(murmur3(text, seed)).toBe(expected);
  });
});

describe('an arm', () => {
  it('is the same every time, in every order of experiments, and one of the experiment', () => {
    const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(fc.string(), shares, (customerId, weights) => {
        const total = weights.reduce((sum, each) => sum + each, 0);
        const one = experimentOf(weights.map((each) => each / total));
        const other = { ...one, id: 'other' };
        const arms = armsOf([one, other], customerId, at);
        expect(armsOf([other, one], customerId, at)).toEqual(arms);
        expect(one.arms.map(({ id }) => id)).toContain(arms['novelty']);
      }),
    );
  });

  it('stays what it is: these were computed when the hash was chosen', () => {
    const experiment = experimentOf([0.5, 0.5]);
    expect(
      many
        .slice(0, 12)
        .map((customerId) => armIn(experiment, customerId).slice(-1))
        .join(''),
    ).toBe('100000101111');
  });

  it.each([[[0.5, 0.5]], [[0.9, 0.1]], [[0.01, 0.99]], [[0.2, 0.3, 0.5]], [Array.from({ length: 10 }, () => 0.1)]])(
    'has its share of 100,000 customers: %j',
    (shares) => {
      const experiment = experimentOf(shares);
      const counts = countBy((customerId) => armIn(experiment, customerId));
      shares.forEach((share, n) => {
        expect(Math.abs(counts[`arm-${n}`]! - share * many.length)).toBeLessThan(tolerance(share));
      });
    },
  );

  it('in one experiment says nothing of the arm in another', () => {
    const one = experimentOf([0.5, 0.5], { id: 'one' });
    const two = experimentOf([0.3, 0.7], { id: 'two' });
    const counts = countBy((customerId) => armIn(one, customerId) + armIn(two, customerId));
    for (const [n, share] of [0.3, 0.7].entries()) {
      for (const arm of ['arm-0', 'arm-1']) {
        const expected = 0.5 * share;
        expect(Math.abs(counts[`${arm}arm-${n}`]! - expected * many.length)).toBeLessThan(tolerance(expected));
      }
    }
  });

  it('changes only to the new one when an arm is added, and as seldom as can be', () => {
    const before = experimentOf([0.5, 0.5]);
    const after = experimentOf([0.4, 0.4, 0.2]);
    const moves = countBy((customerId) => {
      const [from, to] = [armIn(before, customerId), armIn(after, customerId)];
      return from === to ? 'stayed' : to;
    });
    expect(Object.keys(moves).sort()).toEqual(['arm-2', 'stayed']);
    expect(Math.abs(moves['arm-2']! - 0.2 * many.length)).toBeLessThan(tolerance(0.2));
  });

  it('goes to the others in proportion when it ends, and moves nobody else', () => {
    const before = experimentOf([0.25, 0.25, 0.5]);
    const after = experimentOf([0.5, 0.5]);
    const kept = countBy((customerId) => {
      const from = armIn(before, customerId);
      return from === 'arm-2' ? `to ${armIn(after, customerId)}` : String(from === armIn(after, customerId));
    });
    expect(Object.keys(kept).sort()).toEqual(['to arm-0', 'to arm-1', 'true']);
    expect(Math.abs(kept['to arm-0']! - 0.25 * many.length)).toBeLessThan(tolerance(0.25));
  });
});

describe('an experiment', () => {
  const spanned = experimentOf([0.5, 0.5], { startsAt: '2026-12-01T00:00:00Z', endsAt: '2027-01-01T00:00:00+01:00' });
  it.each([
    ['2026-11-30T23:59:59.999Z', false],
    ['2026-12-01T00:00:00Z', true],
    ['2026-12-31T22:59:59.999Z', true],
    ['2026-12-31T23:00:00Z', false],
  ])('at %s: %s', (instant, runs) => {
    expect('novelty' in armsOf([spanned], 'cus_1', Date.parse(instant))).toBe(runs);
  });

  it('that a program does not have assigns nothing', () => {
    expect(armsOf(undefined, 'cus_1', at)).toEqual({});
  });
});

// The published vectors of FNV-1a, 32 bits.
test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('FNV-1a of %j is what its authors say', (text, hash) => {
  expect(fnv1a(text)).toBe(hash);
});
