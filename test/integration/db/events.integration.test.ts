import { keepEventPartitions } from '#activities/events/retention';
import { inTransaction } from '#db/pool';
import { streamDeeds } from '#db/selection/deedStream';
import { listPartitionsBefore, makeEventPartitions } from '#db/events/eventPartitions';
import { recordEvents } from '#db/events/events';
import { dayOf } from '#domain/events/retention';
import type { NewEvent } from '#domain/events/types';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { eventsAreFinal } from '#test/support/finalEvents';
import { dayMs } from '#domain/time';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const event = (id: string, change: Partial<NewEvent> = {}): NewEvent => ({
  id,
  kind: 'view',
  customerId: 'cus_1',
  programId: 'stem-toys',
  sku: 'toy-1',
  subscriptionId: null,
  sessionId: null,
  occurredAtMs: Date.now(),
  data: {},
  ...change,
});
const record = (...events: NewEvent[]) => inTransaction(database.pool, (tx) => recordEvents(tx, events));
const finalTx = (): Promise<string> => eventsAreFinal(database.pool);

async function readAll(untilTx: string): Promise<CustomerDeeds[]> {
  const all: CustomerDeeds[] = [];
  for await (const customer of streamDeeds(database.pool, 'stem-toys', untilTx)) all.push(customer);
  return all;
}

test('an event of our own is kept with its day, or with today where that has no partition, and told once', async () => {
  const nowMs = Date.now();
  const yearsAhead = event('ahead', { occurredAtMs: nowMs + 900 * dayMs, data: { cycle: 9 } });
  await record(event('now'), event('yesterday', { occurredAtMs: nowMs - dayMs }), yearsAhead);
  await record(event('now'), yearsAhead);
  const { rows } = await database.pool.query('SELECT id, occurred_on::text AS day FROM events ORDER BY id');
  expect(rows).toEqual([
    { id: 'ahead', day: dayOf(nowMs) },
    { id: 'now', day: dayOf(nowMs) },
    { id: 'yesterday', day: dayOf(nowMs - dayMs) },
  ]);
});

test('deeds stream customer by customer, oldest first, up to the mark', async () => {
  const at = (n: number): { occurredAtMs: number } => ({ occurredAtMs: Date.now() - 3 * dayMs + n * dayMs });
  await record(
    event('b2', { customerId: 'cus_b', sku: 'toy-2', ...at(2) }),
    event('b1', { customerId: 'cus_b', kind: 'rate', data: { stars: 4 }, ...at(0) }),
    event('a1', { customerId: 'cus_a', kind: 'deliver', ...at(1) }),
    event('other', { programId: 'coffee' }),
    event('search', { kind: 'search', sku: null }),
  );
  const mark = await finalTx();
  await record(event('late', at(0)));
  const streamed = await readAll(mark);
  expect(streamed.map(({ customerId, deeds }) => [customerId, ...deeds.map(({ kind }) => kind)])).toEqual([
    ['cus_a', 'sent'],
    ['cus_b', 'rated', 'viewed'],
  ]);
  expect((await readAll(await finalTx())).map(({ customerId }) => customerId)).toEqual(['cus_1', 'cus_a', 'cus_b']);
});

test('more rows than a page, of few customers and many, and a reader who leaves early gives its connection back', async () => {
  await database.pool.query(
    `INSERT INTO events (occurred_on, id, kind, customer_id, program_id, sku, occurred_at)
     SELECT event_day(now()), n::text, 'view', 'cus_' || CASE WHEN n <= 11000 THEN 0 ELSE n % 700 END, 'stem-toys', 'toy-1',
       now() - n * interval '1 second' FROM generate_series(1, 15000) AS n`,
  );
  const all = await readAll(await finalTx());
  expect(all).toHaveLength(700);
  const { deeds } = all[0]!;
  // Of one customer without end the latest count; those are the first of the series.
  expect([deeds.length, deeds.at(-1)!.atMs - deeds[0]!.atMs]).toEqual([5_000, 4_999_000]);
  // Every 700th of those is the first customer's as well.
  const others = all.slice(1).reduce((sum, each) => sum + each.deeds.length, 0);
  expect(others).toBe(4_000 - 6);
  for await (const first of streamDeeds(database.pool, 'stem-toys', await finalTx())) {
    expect(first.customerId).toBe('cus_0');
    break;
  }
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

describe('upkeep', () => {
  const keep = (warehouse = false) =>
    keepEventPartitions({
      db: database.pool,
      eventRetentionDays: 30,
      ...(warehouse ? { warehouse: {} } : {}),
    } as never);
  const old = dayOf(Date.now() - 40 * dayMs);
  const kept = dayOf(Date.now() - 29 * dayMs);
  const storeOld = async (): Promise<void> => {
    await makeEventPartitions(database.pool, [old, kept]);
    const middays = [old, kept].map((day) => Date.parse(`${day}T12:00:00Z`));
    await record(...middays.map((occurredAtMs, n) => event(`old-${n}`, { occurredAtMs })));
  };
  const daysLeft = () => listPartitionsBefore(database.pool, dayOf(Date.now() - 20 * dayMs));

  test('makes days ahead and drops what is past its time, with dead events; again it finds nothing to do', async () => {
    await storeOld();
    await database.pool.query(
      `INSERT INTO dead_events (digest, sender_role, sender, reason, message, raw, received_at)
       VALUES ('a', 'customer', 'cus_1', 'malformed', '', '{}', now() - interval '31 days'), ('b', 'customer', 'cus_1', 'malformed', '', '{}', now())`,
    );
    await database.pool.query(`DROP TABLE events_${dayOf(Date.now() + 10 * dayMs).replaceAll('-', '')}`);
    expect(await keep()).toEqual({ made: 1, dropped: [old], left: [], deadEventsDropped: 1 });
    expect(await daysLeft()).toEqual([kept]);
    expect(await keep()).toEqual({ made: 0, dropped: [], left: [], deadEventsDropped: 0 });
  });

  test('leaves a day that the warehouse does not have yet', async () => {
    await storeOld();
    expect((await keep(true)).left).toEqual([old]);
    const batch = `INSERT INTO warehouse_batches (number, from_tx, to_tx, finished_at) VALUES ($1, $2, $3, $4)`;
    await database.pool.query(batch, [1, '0', '1', new Date()]);
    await database.pool.query(batch, [2, '1', await finalTx(), null]); // under way
    expect((await keep(true)).left).toEqual([old]);
    await database.pool.query('UPDATE warehouse_batches SET finished_at = now()');
    expect(await keep(true)).toMatchObject({ dropped: [old], left: [] });
  });

  test('does not make everybody wait for a long reader', async () => {
    await storeOld();
    const reader = await database.pool.connect();
    await reader.query('BEGIN; SELECT count(*) FROM events');
    expect((await keep()).left).toEqual([old]);
    await reader.query('COMMIT');
    reader.release();
    expect((await keep()).dropped).toEqual([old]);
  });
});
