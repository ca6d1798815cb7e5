import { setImmediate as nextTurn } from 'node:timers/promises';
import { Tastes } from '#serving/search/tastes';
import type { Database } from '#db/pool';
import { hearing } from '../hearing';

const secondMs = 1_000;

/** A customer who did nothing yet. What each read of them sees is a snapshot of its own: `1`, `2`, ... */
function staged() {
  const { changes, say } = hearing();
  let reads = 0;
  const query = async ({ name }: { name?: string }) => {
    if (name !== 'read-taste') return { rows: [] };
    reads += 1;
    return { rows: [{ allowed: true, sums: null, untilTx: null, asOf: null, seenBy: `${reads}` }] };
  };
  const tastes = new Tastes({ query } as unknown as Database, changes);
  const of = { customerId: 'ada', programId: 'toys', sessionId: null };
  return {
    /** The snapshot of the taste that a first page at this time is of. */
    first: async (atMs: number) => (await tastes.of({ ...of, asOf: null }, atMs)).asOf?.seenBy,
    /** The same of a page after it, asked for at this time. */
    later: async (seenBy: string, atMs: number) =>
      (await tastes.of({ ...of, asOf: { seenBy, size: null } }, atMs)).asOf?.seenBy,
    reads: () => reads,
    acted: () => say((listener) => listener.customerActed('ada')),
  };
}

test('a taste serves for half a minute, and is then read again beside the answer', async () => {
  const { first, reads } = staged();
  expect(await first(0)).toBe('1');
  expect(await first(29 * secondMs)).toBe('1');
  expect(reads()).toBe(1);
  expect(await first(31 * secondMs)).toBe('1');
  await nextTurn();
  expect(await first(32 * secondMs)).toBe('2');
});

test('a later page is of the taste of its first, which it does not make any fresher', async () => {
  const { first, later } = staged();
  expect(await first(0)).toBe('1');
  expect(await later('1', 31 * secondMs)).toBe('1');
  await nextTurn();
  expect(await first(33 * secondMs)).toBe('1'); // half a minute old: read again beside this answer
  await nextTurn();
  expect(await first(34 * secondMs)).toBe('2');
  expect(await later('1', 35 * secondMs)).toBe('1');
  expect(await first(36 * secondMs)).toBe('2');
});

test('what the customer does counts in their next search, and moves nothing on a later page of the last', async () => {
  const { first, later, acted } = staged();
  expect(await first(0)).toBe('1');
  acted();
  expect(await later('1', secondMs)).toBe('1');
  const now = await first(2 * secondMs);
  expect(Number(now)).toBeGreaterThan(1);
  expect(await later('1', 3 * secondMs)).toBe('1');
  expect(await first(4 * secondMs)).toBe(now);
});

test('many pages of one old taste are read for once', async () => {
  const { first, later, reads } = staged();
  await first(0);
  for (let page = 2; page < 10; page += 1) expect(await later('0', page * secondMs)).toBe('0');
  expect(reads()).toBe(2);
});
