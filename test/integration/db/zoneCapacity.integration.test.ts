import fc from 'fast-check';
import { inTransaction } from '../../../db/pool';
import { insertPromise } from '../../../db/queries/promises';
import { readWindows, releaseExpiredHolds, takePlace } from '../../../db/queries/zoneCapacity';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { townHall } from '../../support/testZone';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const quarterMs = 15 * 60_000;
const holdMs = 300_000;
const beginMs = Date.parse('2026-01-15T12:00:00Z');
const windowOf = (index: number) => ({ zoneId: 'test-town', startsAtMs: beginMs + index * quarterMs });

let promises = 0;

/** Takes a place and stores the promise for it, as the endpoint does. */
async function hold(index: number, capacity: number, nowMs: number): Promise<boolean> {
  await releaseExpiredHolds(database.pool, nowMs);
  return inTransaction(database.pool, async (tx) => {
    const window = windowOf(index);
    if (!(await takePlace(tx, window, capacity))) return false;
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

const step = fc.record({
  index: fc.nat(2),
  capacity: fc.nat(4),
  /** How many want it at once. */
  takers: fc.integer({ min: 1, max: 6 }),
  waitMs: fc.constantFrom(0, holdMs / 2, holdMs),
});

test('whatever is asked for in whatever order, no window ever holds more than it can, and every hold ends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await database.pool.query('TRUNCATE promise_windows, promises CASCADE');
      let nowMs = beginMs;
      let held: { index: number; expiresAtMs: number }[] = [];
      for (const { index, capacity, takers, waitMs } of steps) {
        nowMs += waitMs;
        held = held.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
        const before = held.filter((each) => each.index === index).length;
        const answers = await Promise.all(Array.from({ length: takers }, () => hold(index, capacity, nowMs)));
        const given = answers.filter(Boolean).length;
        expect(given).toBe(Math.max(0, Math.min(takers, capacity - before)));
        for (let n = 0; n < given; n += 1) held.push({ index, expiresAtMs: nowMs + holdMs });
        const counts = [0, 1, 2].map((each) => held.filter((one) => one.index === each).length);
        expect(await taken([0, 1, 2])).toEqual(counts);
      }
      await releaseExpiredHolds(database.pool, nowMs + holdMs);
      expect(await taken([0, 1, 2])).toEqual([0, 0, 0]);
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
