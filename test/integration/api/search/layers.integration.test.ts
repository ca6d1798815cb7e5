import { randomUUID } from 'node:crypto';
import { recordEvents } from '#db/events/events';
import { plainQuery } from '#serving/search/question';
import { type PageWriter, type SearchLayer, type SearchRequest, SearchService } from '#serving/search/service';
import { inTransaction } from '#db/pool';
import { searchScheduleId } from '#domain/ids';
import type { SearchPage } from '#domain/search/types';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

const programId = 'test-toys';
let world: World;
let n = 0;
const opened: SearchService[] = [];

beforeAll(async () => {
  world = await World.open({ title: 'search layers' });
});
afterAll(async () => {
  for (const service of opened) await service.stop();
  await world.close();
});

const pool = () => world.database.pool;

async function refresh(): Promise<{ queries: number; homes: number }> {
  const { taskQueue } = world.config.temporal;
  const workflowId = `${searchScheduleId(programId)}:${taskQueue}:${(n += 1)}`;
  return (await world.temporal.workflow.execute('searchRefresh', {
    taskQueue,
    workflowId,
    args: [{ programId }],
  })) as { queries: number; homes: number };
}

async function looksAt(customerId: string, sku: string): Promise<void> {
  const about = { id: randomUUID(), kind: 'view' as const, customerId, programId, sku, subscriptionId: null };
  const event = { ...about, sessionId: null, occurredAtMs: Date.now() - 1_000, data: {} };
  await inTransaction(pool(), (tx) => recordEvents(tx, [event]));
}

async function subscribes(customerId: string): Promise<void> {
  await pool().query(
    `INSERT INTO subscriptions (id, customer_id, program_id, plan_id, cohort, status, zone, anchor_at, email, address_id,
       payment_method_id, preferences, next_open_at, next_open_wall_at, revision)
     VALUES ($1, $2, $3, 'monthly', '0', 'active', 'UTC', now(), 'nobody@example.com', 'addr', 'pm',
       '{"likes": [], "dislikes": []}', now() + interval '1 year', now() + interval '1 year', 1)`,
    [`sub_${customerId}`, customerId, programId],
  );
}

const asking = (customerId: string | null, text = ''): SearchRequest => ({
  programId,
  customerId,
  sessionId: null,
  personalized: true,
  query: plainQuery(text),
  tasteAsOf: null,
  shown: 0,
});

const write: PageWriter = (page) => JSON.stringify(page);

/** Of a process that has just begun: it has kept nothing. */
const ask = async (request: SearchRequest) => (await new SearchService(pool(), write).search(request, Date.now()))!;
const layerOf = async (request: SearchRequest): Promise<SearchLayer> => (await ask(request)).layer;

test('home pages are worked out ahead, are what live would say, and hold until something changes', async () => {
  await subscribes('cus_home');
  for (const sku of ['toy-08', 'toy-06', 'toy-10']) await looksAt('cus_home', sku);
  const live = await ask(asking('cus_home'));
  expect(live).toMatchObject({ layer: 'live', taste: { wanted: true, profile: expect.anything() } });
  expect(await refresh()).toEqual({ queries: 1, homes: 1 });
  const ahead = await ask(asking('cus_home'));
  // The same taste, read a moment later.
  const taste = { ...live.taste, asOf: ahead.taste.asOf };
  expect(ahead).toEqual({ ...live, layer: 'precomputed', taste });
  expect(await refresh()).toEqual({ queries: 0, homes: 0 }); // it still holds

  await looksAt('cus_home', 'toy-02');
  expect(await layerOf(asking('cus_home'))).toBe('live');
  await refresh();
  expect(await layerOf(asking('cus_home'))).toBe('precomputed');

  await pool().query(`UPDATE items SET price_cents = price_cents + 1 WHERE sku = 'toy-01'`);
  expect(await layerOf(asking('cus_home'))).toBe('live');
  expect(await refresh()).toEqual({ queries: 1, homes: 1 });
  expect(await layerOf(asking('cus_home'))).toBe('precomputed');
});

test('frequent queries are worked out ahead for who has no taste; others are live', async () => {
  await pool().query(`INSERT INTO search_texts VALUES ('test-toys', CURRENT_DATE, 'toy number 3', 40)`);
  const live = await ask(asking(null, 'toy number 3'));
  expect(live.layer).toBe('live');
  await refresh();
  expect(await ask(asking(null, 'toy number 3'))).toEqual({ ...live, layer: 'precomputed' });
  expect(await layerOf(asking('cus_new', 'toy number 3'))).toBe('precomputed');
  expect(await layerOf(asking(null, 'toy number 4'))).toBe('live');
  expect(await layerOf({ ...asking(null, 'toy number 3'), query: { ...plainQuery('toy number 3'), limit: 5 } })).toBe(
    'live',
  );
});

test('turned off, a home page that was worked out goes, and is made no more', async () => {
  await subscribes('cus_leaves');
  await looksAt('cus_leaves', 'toy-04');
  await refresh();
  const stored = async () =>
    (await pool().query(`SELECT FROM search_answers WHERE customer_id = 'cus_leaves'`)).rowCount;
  expect(await stored()).toBe(1);
  const url = `${world.apiUrl}/v1/me/personalization`;
  const headers = {
    authorization: `Bearer ${await world.token('customer', 'cus_leaves')}`,
    'content-type': 'application/json',
  };
  await fetch(url, { method: 'PUT', headers, body: '{"enabled":false}' });
  expect(await stored()).toBe(0);
  await refresh();
  expect(await stored()).toBe(0);
  expect(await layerOf(asking('cus_leaves'))).toBe('precomputed'); // everybody's
});

test('a process that listens answers from what it kept, until the catalog changes or the customer acts', async () => {
  const service = new SearchService(pool(), write);
  service.start();
  opened.push(service);
  const layer = async (request: SearchRequest) => (await service.search(request, Date.now()))!.layer;
  await looksAt('cus_types', 'toy-03');
  await layer(asking('cus_types', 'number'));
  expect(await layer(asking('cus_types', 'number'))).toBe('process');
  await pool().query(`UPDATE items SET title = 'Toy number one' WHERE sku = 'toy-01'`);
  await waitFor('the change', async () => ((await layer(asking('cus_types', 'number'))) === 'live' ? true : undefined));
  const { page } = (await service.search(asking('cus_types', 'number one'), Date.now()))!;
  expect((JSON.parse(page.text) as SearchPage).hits[0]!.document.sku).toBe('toy-01');
  await service.search(asking('cus_types', 'number'), Date.now());
  await looksAt('cus_types', 'toy-05');
  await pool().query(`SELECT touch_customer('cus_types')`);
  await waitFor('the deed', async () => ((await layer(asking('cus_types', 'number'))) === 'live' ? true : undefined));
});
