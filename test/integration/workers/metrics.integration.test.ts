import { serveMetrics } from '#workers/metrics/metricsServer';
import { WorkerMetrics } from '#workers/metrics/workerMetrics';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`INSERT INTO zones (id, config) VALUES ('leeds', '{}'), ('dublin', '{}')`);
});

afterAll(() => database.drop());

const minutes = (count: number): string => `interval '${count} minutes'`;

interface Delivered {
  id: string;
  orderedMinutesAgo: number;
  packedAfter?: number;
  endedAfter?: number;
  phase?: string;
  missed?: boolean;
  atRisk?: boolean;
}

async function delivery({
  id,
  orderedMinutesAgo,
  packedAfter,
  endedAfter,
  phase = 'waiting',
  missed,
  atRisk,
}: Delivered) {
  const ordered = `now() - ${minutes(orderedMinutesAgo)}`;
  const after = (count: number | undefined): string =>
    count === undefined ? 'NULL' : `${ordered} + ${minutes(count)}`;
  await database.pool.query(
    `INSERT INTO deliveries (id, zone_id, station_id, customer_id, phase, lat, lng, ordered_at, handoff_due_at, due_at,
       ready_at, packed_at, ended_at, missed_at, at_risk_at, dropoff_code)
     VALUES ($1, 'leeds', 's', 'c', $2, 0, 0, ${ordered}, now(), now(), now(), ${after(packedAfter)}, ${after(endedAfter)},
       ${missed ? 'now()' : 'NULL'}, ${atRisk ? 'now()' : 'NULL'}, '1234')`,
    [id, phase],
  );
}

const scrape = async (metrics: WorkerMetrics): Promise<string[]> => (await metrics.render()).split('\n');
const value = (lines: string[], series: string): number | undefined => {
  const line = lines.find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

test('durations, promises and offers are counted in the rows, old ones and new ones', async () => {
  const { pool } = database;
  await delivery({ id: 'd1', orderedMinutesAgo: 40, packedAfter: 5, endedAfter: 30, phase: 'delivered' });
  await delivery({
    id: 'd2',
    orderedMinutesAgo: 90,
    packedAfter: 16,
    endedAfter: 70,
    phase: 'delivered',
    missed: true,
    atRisk: true,
  });
  await delivery({ id: 'd3', orderedMinutesAgo: 20, endedAfter: 10, phase: 'lost' });
  // Settled three days ago: remembered, not counted at each scrape.
  await delivery({ id: 'd4', orderedMinutesAgo: 4_320, packedAfter: 15, endedAfter: 60, phase: 'delivered' });
  await pool.query(
    `INSERT INTO couriers (id, zone_id, capacity, on_shift_until) VALUES ('c1', 'leeds', 2, now() + interval '1 hour')`,
  );
  await pool.query(
    `INSERT INTO offers (id, zone_id, courier_id, state, explanation, expires_at)
     SELECT 'o' || n, 'leeds', 'c1', state, '{}', now()
     FROM unnest(ARRAY['accepted', 'accepted', 'declined', 'open']) WITH ORDINALITY AS given (state, n)`,
  );
  await pool.query(
    `INSERT INTO courier_moves (zone_id, courier_id, station_id, saves_ms, suggested_at, expires_at)
     SELECT 'leeds', 'c1', 's', 1000, now() - days * interval '1 day', now() FROM unnest(ARRAY[0, 0, 3]) AS days`,
  );
  const metrics = new WorkerMetrics(pool);
  for (const lines of [await scrape(metrics), await scrape(metrics), await scrape(new WorkerMetrics(pool))]) {
    expect(value(lines, 'everbox_handoff_seconds_bucket{zone="leeds",le="300"}')).toBe(1);
    // Fifteen minutes are within the fifteen.
    expect(value(lines, 'everbox_handoff_seconds_bucket{zone="leeds",le="900"}')).toBe(2);
    expect(value(lines, 'everbox_handoff_seconds_bucket{zone="leeds",le="+Inf"}')).toBe(3);
    expect(value(lines, 'everbox_handoff_seconds_sum{zone="leeds"}')).toBe(36 * 60);
    expect(value(lines, 'everbox_delivery_seconds_bucket{zone="leeds",le="3600"}')).toBe(2);
    expect(value(lines, 'everbox_delivery_seconds_count{zone="leeds"}')).toBe(3);
    expect(value(lines, 'everbox_promises_total{zone="leeds",outcome="kept"}')).toBe(2);
    expect(value(lines, 'everbox_promises_total{zone="leeds",outcome="missed"}')).toBe(2);
    expect(value(lines, 'everbox_promises_total{zone="leeds",outcome="at_risk"}')).toBe(1);
    expect(value(lines, 'everbox_offers_total{zone="leeds",outcome="accepted"}')).toBe(2);
    expect(value(lines, 'everbox_offers_total{zone="leeds",outcome="declined"}')).toBe(1);
    expect(value(lines, 'everbox_moves_suggested_total{zone="leeds"}')).toBe(3);
    expect(value(lines, 'everbox_moves_suggested_total{zone="dublin"}')).toBe(0);
    // There from the start, so that the first one is an increase.
    expect(value(lines, 'everbox_promises_total{zone="dublin",outcome="missed"}')).toBe(0);
  }
});

test('what is open, waits or needs a person is told as it is now', async () => {
  const { pool } = database;
  await delivery({ id: 'w1', orderedMinutesAgo: 12 });
  await pool.query(
    `INSERT INTO outbox (kind, payload, created_at) VALUES ('notify', '{}', now() - interval '5 minutes')`,
  );
  const metrics = new WorkerMetrics(pool);
  const lines = await scrape(metrics);
  expect(value(lines, 'everbox_open_deliveries{zone="leeds",phase="waiting"}')).toBe(1);
  expect(Math.round(value(lines, 'everbox_oldest_waiting_order_seconds{zone="leeds"}')! / 60)).toBe(12);
  expect(value(lines, 'everbox_oldest_waiting_order_seconds{zone="dublin"}')).toBe(0);
  expect(value(lines, 'everbox_couriers_on_shift{zone="leeds"}')).toBe(1);
  expect(value(lines, 'everbox_couriers_on_shift{zone="dublin"}')).toBe(0);
  expect(value(lines, 'everbox_outbox_waiting{kind="notify"}')).toBe(1);
  expect(Math.round(value(lines, 'everbox_outbox_oldest_seconds{kind="notify"}')! / 60)).toBe(5);
  await pool.query(`UPDATE deliveries SET ended_at = now(), phase = 'failed' WHERE id = 'w1'`);
  await pool.query('UPDATE outbox SET delivered_at = now()');
  const later = await scrape(metrics);
  expect(value(later, 'everbox_open_deliveries{zone="leeds",phase="waiting"}')).toBeUndefined();
  expect(value(later, 'everbox_outbox_waiting{kind="notify"}')).toBeUndefined();
});

test('while Postgres is away, a scrape tells what was known, and that it is old', async () => {
  const { pool } = database;
  let isUp = true;
  const shaky = {
    query: (...args: unknown[]) =>
      isUp ? (pool.query as (...a: unknown[]) => unknown)(...args) : Promise.reject(new Error('down')),
  };
  const metrics = new WorkerMetrics(shaky as never);
  const before = await scrape(metrics);
  isUp = false;
  const during = await scrape(metrics);
  expect(value(before, 'everbox_metrics_stale')).toBe(0);
  expect(value(during, 'everbox_metrics_stale')).toBe(1);
  expect(value(during, 'everbox_delivery_seconds_count{zone="leeds"}')).toBe(
    value(before, 'everbox_delivery_seconds_count{zone="leeds"}'),
  );
});

test('the endpoint serves them, and nothing else', async () => {
  const metrics = new WorkerMetrics(database.pool);
  const server = await serveMetrics(() => metrics.render(), { host: '127.0.0.1', port: 0 });
  const answer = await fetch(`${server.url}/metrics`);
  expect(answer.headers.get('content-type')).toContain('version=0.0.4');
  expect(await answer.text()).toContain('everbox_handoff_seconds_bucket');
  expect((await fetch(`${server.url}/`)).status).toBe(404);
  expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(405);
  await server.stop();
});
