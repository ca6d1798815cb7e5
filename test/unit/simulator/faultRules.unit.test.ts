import fc from 'fast-check';
import { type FaultRule, faultRules, firesAt, matches } from '#simulator/faults/rules';
import { draw } from '#facade/testData/draw';

const charge = { partner: 'payment', operation: 'charge', reference: 'sub_1-1' } as const;

test.each<[string, FaultRule, boolean]>([
  ['its partner', { partner: 'payment', kind: 'down' }, true],
  ['another partner', { partner: 'carrier', kind: 'down' }, false],
  ['its operation', { partner: 'payment', operation: 'charge', kind: 'down' }, true],
  ['another operation', { partner: 'payment', operation: 'refund', kind: 'down' }, false],
  ['its reference', { partner: 'payment', kind: 'down', reference: 'sub_1-1' }, true],
  ['a prefix of its reference', { partner: 'payment', kind: 'down', reference: 'sub_1-' }, true],
  ['another reference', { partner: 'payment', kind: 'down', reference: 'sub_2' }, false],
])('a rule for %s matches a charge: %p', (_name, rule, expected) => {
  expect(matches(rule, 'connection', charge)).toBe(expected);
});

test('a rule matches only at the stage of its kind', () => {
  const decline: FaultRule = { partner: 'payment', kind: 'decline' };
  expect(matches(decline, 'outcome', charge)).toBe(true);
  expect(matches(decline, 'connection', charge)).toBe(false);
  expect(matches(decline, 'outcome', { ...charge, operation: 'refund' })).toBe(false);
});

test('a reference is asked for, and the call has none: no match', () => {
  expect(
    matches({ partner: 'payment', kind: 'down', reference: 's' }, 'connection', { ...charge, reference: null }),
  ).toBe(false);
});

test('nth fires once, times fires first, a rule without either always', () => {
  const fired = (rule: FaultRule): number[] => [1, 2, 3, 4].filter((seen) => firesAt(rule, seen));
  expect(fired({ partner: 'payment', kind: 'down', nth: 3 })).toEqual([3]);
  expect(fired({ partner: 'payment', kind: 'down', times: 2 })).toEqual([1, 2]);
  expect(fired({ partner: 'payment', kind: 'down' })).toEqual([1, 2, 3, 4]);
});

test('draws repeat, differ by each part, and lie in [0, 1)', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.nat(), (seed, key, attempt) => {
      const drawn = draw(seed, key, attempt);
      expect(draw(seed, key, attempt)).toBe(drawn);
      expect(drawn).toBeGreaterThanOrEqual(0);
      expect(drawn).toBeLessThan(1);
    }),
  );
  expect(draw('seed', 'key', 0)).not.toBe(draw('seed', 'key', 1));
  expect(draw('seed', 'key', 0)).not.toBe(draw('deed', 'key', 0));
});

test('draws below a probability are about as many as it says', () => {
  const hits = Array.from({ length: 10_000 }, (_, index) => draw('seed', index)).filter((drawn) => drawn < 0.2).length;
  expect(hits).toBeGreaterThan(1_800);
  expect(hits).toBeLessThan(2_200);
});

test.each<[string, object, RegExp]>([
  ['an unknown partner', { partner: 'bank', kind: 'down' }, /partner/],
  ['an unknown kind', { partner: 'payment', kind: 'explode' }, /kind/],
  ['an operation of another partner', { partner: 'payment', operation: 'handOff', kind: 'down' }, /charge, refund/],
  ['a kind that the partner cannot show', { partner: 'warehouse', kind: 'decline' }, /decline only happens to charge/],
  [
    'a kind that the operation cannot show',
    { partner: 'carrier', operation: 'cancelParcel', kind: 'refuse' },
    /refuse/,
  ],
  ['an unknown field', { partner: 'payment', kind: 'down', often: true }, /often/],
  ['a probability above 1', { partner: 'payment', kind: 'down', probability: 1.1 }, /probability/],
  ['nth 0', { partner: 'payment', kind: 'down', nth: 0 }, /nth/],
  ['two limits at once', { partner: 'payment', kind: 'down', nth: 1, times: 2 }, /at most one/],
])('%s is refused', (_name, rule, message) => {
  expect(faultRules.safeParse([rule]).error?.message).toMatch(message);
});
