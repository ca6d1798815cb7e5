import fc from 'fast-check';
import { inTransaction } from '#db/pool';
import { insertPromise } from '#db/deliveries/promises';
import { readWindows, releaseExpiredHolds, takePlace } from '#db/deliveries/zoneCapacity';
import { deliveriesOf, hasPlace, quartersBeside } from '#domain/promise/index';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { townHall } from '#test/support/testZone';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const quarterMs = 15 * 60_000;
const holdMs = 300_000;
const beginMs = Date.parse('2026-01-15T12:00:00Z');
const windowOf = (index: number) => ({ zoneId: 'test-town', startsAtMs: beginMs + index * quarterMs });

const rules = { tripsPerCourierHour: 2.5 };
/** As many couriers in every quarter-hour. */
const around = (couriers: number): number[] => Array.from({ length: 2 * quartersBeside + 1 }, () => couriers);

let promises = 0;

/** Takes a place and stores the promise for it, as the endpoint does. */
async function hold(index: number, couriers: number, nowMs: number): Promise<boolean> {
  await releaseExpiredHolds(database.pool, nowMs);
  return inTransaction(database.pool, async (tx) => {
    const window = windowOf(index);
    if (!(await takePlace(tx, window, around(couriers), rules))) return false;
    await insertPromise(tx, {
      id: `prm_${(promises += 1)}`,
      customerId: 'cus_1',
      programId: 'test-toys',
      sku: 'toy-01',
      zoneId: window.zoneId,
      stationId: 'test-market',
      place: townHall,
      kind: 'oneHour',
      priceCents: 1_000,
      feeCents: 499,
      windowStartsAtMs: window.startsAtMs,
      dueAtMs: window.startsAtMs,
      expiresAtMs: nowMs + holdMs,
    });
    return true;
  });
}

async function taken(indexes: number[]): Promise<number[]> {
  const starts = indexes.map((index) => windowOf(index).startsAtMs);
  const reads = await readWindows(database.pool, 'test-town', starts, 0);
  return starts.map((start) => reads.get(start)?.taken ?? 0);
}

const windows = [0, 1, 2, 3, 4, 5];
const step = fc.record({
  /** The windows that are wanted, all at once. */
  wanted: fc.array(fc.constantFrom(...windows), { minLength: 1, maxLength: 8 }),
  waitMs: fc.constantFrom(0, holdMs / 2, holdMs),
});

test('whoever asks for what at once: no window and no hour holds more than it can, no place stays free, every hold ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), fc.nat({ max: 7 }), async (steps, couriers) => {
      await database.pool.query('TRUNCATE promise_windows, promises CASCADE');
      let nowMs = beginMs;
      for (const { wanted, waitMs } of steps) {
        nowMs += waitMs;
        const answers = await Promise.all(wanted.map((index) => hold(index, couriers, nowMs)));
        const counts = await taken(windows);
        const at = (index: number) => counts[index] ?? 0;
        for (const from of windows) {
          expect(at(from)).toBeLessThanOrEqual(deliveriesOf([couriers], rules));
          const hour = [from, from + 1, from + 2, from + 3];
          const inHour = hour.reduce((sum, index) => sum + at(index), 0);
          expect(inHour).toBeLessThanOrEqual(
            deliveriesOf(
              hour.map(() => couriers),
              rules,
            ),
          );
        }
        for (const [n, index] of wanted.entries()) {
          if (answers[n]) continue;
          const quarters = around(couriers).map((each, q) => ({
            couriers: each,
            taken: at(index + q - quartersBeside),
          }));
          expect(hasPlace(quarters, rules)).toBe(false);
        }
      }
      await releaseExpiredHolds(database.pool, nowMs + holdMs);
      expect(await taken(windows)).toEqual(windows.map(() => 0));
    }),
    { numRuns: 25 },
  );
});

test('20 who release at once give each place back once', async () => {
  await database.pool.query('TRUNCATE promise_windows, promises CASCADE');
  for (let n = 0; n < 12; n += 1) await hold(n % 3, 100, beginMs);
  await Promise.all(Array.from({ length: 20 }, () => releaseExpiredHolds(database.pool, beginMs + holdMs)));
  expect(await taken([0, 1, 2])).toEqual([0, 0, 0]);
});
