import fc from 'fast-check';
import { limitsOf } from '#domain/limits/rules';
import { takeChange } from '#domain/limits/takeChange';
import type { ChangeBuckets, LimitRules } from '#domain/limits/types';
import { parseProgram } from '#domain/program/parse';
import { toyProgram } from '#test/support/toyProgram';

const full: ChangeBuckets = { changesPerMinute: 0, changesPerDay: 0 };
const defaults: LimitRules = { subscriptionsPerCustomer: 20, changesPerMinute: 30, changesPerDay: 200 };

/** Takes until it is refused: how many were taken, and what the refusal says. */
function takeAll(limits: LimitRules, nowMs: number, start = full) {
  let buckets = start;
  for (let taken = 0; ; taken++) {
    const verdict = takeChange(buckets, limits, nowMs);
    if (!('taken' in verdict)) return { taken, ...verdict, buckets };
    buckets = verdict.taken;
  }
}

test('a minute takes its changes at once, then one whenever there is a token again', () => {
  const first = takeAll(defaults, 5_000_000);
  expect(first).toMatchObject({ taken: 30, limit: 'changesPerMinute', waitMs: 2_000 });
  expect(takeAll(defaults, 5_001_999, first.buckets)).toMatchObject({ taken: 0, waitMs: 1 });
  expect(takeAll(defaults, 5_002_000, first.buckets).taken).toBe(1);
  expect(takeAll(defaults, 5_060_000, first.buckets).taken).toBe(30);
});

test('a day holds what its minutes would let through', () => {
  const limits = { ...defaults, changesPerMinute: 100, changesPerDay: 150 };
  const first = takeAll(limits, 0);
  const second = takeAll(limits, 60_000, first.buckets);
  expect([first.taken, second.taken, second.limit]).toEqual([100, 50, 'changesPerDay']);
});

test('whatever the limits and the times: as many at once as allowed, and after the wait there is one', () => {
  const limit = fc.integer({ min: 1, max: 700 });
  fc.assert(
    fc.property(limit, limit, fc.integer({ min: 0, max: 10 ** 12 }), (changesPerMinute, changesPerDay, nowMs) => {
      const limits = { subscriptionsPerCustomer: 1, changesPerMinute, changesPerDay };
      const { taken, waitMs, buckets } = takeAll(limits, nowMs);
      // A token takes whole milliseconds, so that of hundreds a minute there may be one or two more.
      const allowed = Math.min(changesPerMinute, changesPerDay);
      expect(taken).toBeGreaterThanOrEqual(allowed);
      expect(taken).toBeLessThanOrEqual(allowed + Math.ceil(allowed ** 2 / 60_000));
      expect('taken' in takeChange(buckets, limits, nowMs + waitMs - 1)).toBe(false);
      expect('taken' in takeChange(buckets, limits, nowMs + waitMs)).toBe(true);
    }),
  );
});

const parsed = (limits: unknown) => {
  const catalog = { ...toyProgram().catalog, defaultStock: 1 };
  return parseProgram(JSON.stringify({ ...toyProgram(), catalog, limits }), 'test-toys.yaml');
};

test('what a program does not say of limits has a default', () => {
  expect(limitsOf(toyProgram())).toEqual(defaults);
  expect(limitsOf(parsed({ subscriptionsPerCustomer: 500 }))).toEqual({ ...defaults, subscriptionsPerCustomer: 500 });
});

test.each([
  [{ subscriptionsPerCustomer: 0 }, /limits\.subscriptionsPerCustomer: must be at least 1/],
  [{ changesPerMinute: 1.5 }, /limits\.changesPerMinute: must be a whole number/],
  [{ changesPerDay: 0 }, /limits\.changesPerDay: must be at least 1/],
  [{ perHour: 3 }, /limits\.perHour: is not a key of a program/],
])('%j is refused, by its name', (limits, message) => {
  expect(() => parsed(limits)).toThrow(message);
});
