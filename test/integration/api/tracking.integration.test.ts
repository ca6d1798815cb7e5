import { mapLimit } from '#domain/mapLimit';
import { connect } from 'node:net';
import { issueToken } from '#api/http/auth/tokens';
import { inTransaction } from '#db/pool';
import { recordDeliveryEvents } from '#db/deliveries/deliveryEvents';
import { waitFor } from '#test/support/waitFor';
import { center, Delivering, expectStatus } from './delivering';
import { EventReader } from './eventStream';
import { ApiRig, type Json, jwtSecret, tokenFor } from './rig';

let rig: ApiRig;
let world: Delivering;
beforeAll(async () => {
  rig = await ApiRig.open({}, { heartbeatMs: 300, slowReaderMs: 200, maxOpen: 150, maxPerCaller: 30 });
  world = new Delivering(rig);
});
afterAll(() => rig.close());

/** Records `n` places of a delivery, each in a transaction of its own. */
async function move(deliveryId: string, n: number): Promise<void> {
  for (let step = 0; step < n; step++) {
    await inTransaction(rig.database.pool, (tx) =>
      recordDeliveryEvents(tx, [{ deliveryId, kind: 'located', atMs: Date.now(), data: { place: center } }]),
    );
  }
}

async function storedIds(deliveryId: string): Promise<number[]> {
  const sql = `SELECT id FROM delivery_events WHERE delivery_id = $1 AND kind <> 'offered' ORDER BY id`;
  return (await rig.database.pool.query<{ id: number }>(sql, [deliveryId])).rows.map(({ id }) => id);
}

const openStreams = async (): Promise<number> => {
  const { body } = await rig.call('GET', '/metrics');
  return Number(/^everbox_http_open_streams (\d+)$/m.exec(body)?.[1]);
};

test('what is stored comes first, then what happens, and the stream ends with the delivery', async () => {
  const { courier, id } = await world.carried();
  const reader = await EventReader.open(rig, id);
  expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(reader.response.headers.get('cache-control')).toBe('no-store');
  await reader.until(({ kinds }) => kinds.length === 4);
  expect(reader.kinds).toEqual(['ordered', 'packed', 'accepted', 'pickedUp']);
  const at = new Date().toISOString();
  expectStatus(await world.put(courier, 'location', { ...center, at }), 200);
  await reader.until(({ kinds }) => kinds.length === 5);
  expect(reader.events[4]?.data).toEqual({
    kind: 'located',
    status: 'onItsWay',
    occurredAt: at,
    place: center,
    expectedAt: expect.any(String),
  });
  expectStatus(await world.photo(courier, id), 200);
  await reader.ended;
  expect(reader.kinds.at(-1)).toBe('delivered');
  expect(reader.ids).toEqual(await storedIds(id));
  expect(JSON.stringify(reader.events)).not.toContain(courier);
});

test('a reader that goes away again and again sees every event once, in order', async () => {
  const { courier, id } = await world.carried();
  const seen: number[] = [];
  const moving = move(id, 60).then(() => world.photo(courier, id));
  for (let round = 0, isOver = false; !isOver; round++) {
    const reader = await EventReader.open(rig, id, seen.length > 0 ? { lastEventId: seen.at(-1) ?? 0 } : {});
    if (reader.response.status === 204) break;
    const wanted = 1 + (round % 7);
    isOver = await Promise.race([
      reader.until(({ ids }) => ids.length >= wanted).then(() => false),
      reader.ended.then(() => true),
    ]);
    seen.push(...reader.ids);
    reader.close();
  }
  expectStatus(await moving, 200);
  expect(seen).toEqual(await storedIds(id));
});

test('events of transactions that overlap are never passed over', async () => {
  const { courier, id } = await world.carried();
  const reader = await EventReader.open(rig, id);
  await Promise.all(Array.from({ length: 8 }, () => move(id, 10)));
  expectStatus(await world.photo(courier, id), 200);
  await reader.ended;
  expect(reader.ids).toEqual(await storedIds(id));
  expect(reader.ids).toHaveLength(4 + 80 + 1);
});

test('a delivery that has ended is told as a whole; who has read it all is told not to come again', async () => {
  const { courier, id } = await world.carried();
  await move(id, 250); // more than a page
  expectStatus(await world.photo(courier, id), 200);
  const reader = await EventReader.open(rig, id);
  await reader.ended;
  expect(reader.ids).toEqual(await storedIds(id));
  const again = await EventReader.open(rig, id, { lastEventId: reader.ids.at(-1) ?? 0 });
  expect(again.response.status).toBe(204);
});

test('it is only for its customer', async () => {
  const id = await world.delivery();
  const status = async (options: object) => {
    const reader = await EventReader.open(rig, id, options);
    reader.close();
    return reader.response.status;
  };
  expect(await status({ subject: 'cus_2' })).toBe(404);
  expect(await status({ role: 'courier' })).toBe(403);
  expect(await status({ token: 'nonsense' })).toBe(401);
  expect(await status({ role: 'operator' })).toBe(200);
  const { response: bad } = await EventReader.open(rig, id, { lastEventId: 'abc' });
  const problem: Json = await bad.json();
  expect([bad.status, problem.errors[0].field]).toEqual([400, 'Last-Event-ID']);
  const authorization = `Bearer ${await tokenFor('customer', 'cus_1')}`;
  const head = await fetch(`${rig.listening.url}/v1/deliveries/${id}/events`, {
    method: 'HEAD',
    headers: { authorization },
  });
  expect(head.status).toBe(200);
  const unknown = await EventReader.open(rig, 'ord_none');
  expect(unknown.response.status).toBe(404);
});

test('it ends when the token does', async () => {
  const id = await world.delivery();
  const token = await issueToken({ subject: 'cus_1', role: 'customer', secret: jwtSecret, ttlSeconds: 2 });
  const reader = await EventReader.open(rig, id, { token });
  await reader.ended;
  expect(reader.kinds).toEqual(['ordered', 'packed']);
  const again = await EventReader.open(rig, id, { token, lastEventId: reader.ids.at(-1) ?? 0 });
  expect(again.response.status).toBe(401);
});

test('while nothing happens, comments keep it alive', async () => {
  const reader = await EventReader.open(rig, await world.delivery());
  await reader.until(({ heartbeats }) => heartbeats >= 2);
  expect(reader.kinds).toEqual(['ordered', 'packed']);
  reader.close();
});

test('100 readers at once: each sees its own delivery, whole', async () => {
  const customers = Array.from({ length: 100 }, (_, index) => `cus_many_${index}`);
  // What they read is no part of the rush: as many at once as the API has connections.
  const carried = await mapLimit(customers, 10, (customerId) => world.carried({ customerId }));
  const readers = await Promise.all(
    carried.map(({ id }, index) => EventReader.open(rig, id, { subject: customers[index] ?? '' })),
  );
  await mapLimit(carried, 10, async ({ courier, id }) => expectStatus(await world.photo(courier, id), 200));
  await Promise.all(readers.map(({ ended }) => ended));
  for (const [index, { id }] of carried.entries()) expect(readers[index]?.ids).toEqual(await storedIds(id));
  await waitFor('all to be closed', async () => ((await openStreams()) === 0 ? true : undefined));
});

test('there are bounds: of one caller, and of all', async () => {
  const readers: EventReader[] = [];
  const openAs = async (subject: string, n: number): Promise<number[]> => {
    const id = await world.delivery({ customerId: subject });
    const opened = await Promise.all(Array.from({ length: n }, () => EventReader.open(rig, id, { subject })));
    readers.push(...opened);
    return opened.map(({ response }) => response.status).filter((status) => status !== 200);
  };
  expect(await openAs('cus_bound_0', 32)).toEqual([429, 429]);
  for (const subject of ['cus_bound_1', 'cus_bound_2', 'cus_bound_3', 'cus_bound_4']) {
    expect(await openAs(subject, 30)).toEqual([]);
  }
  expect(await openAs('cus_bound_4', 1)).toEqual([429]);
  // Who has none yet is let in, and the oldest stream of a caller with the most makes room.
  expect(await openAs('cus_bound_5', 1)).toEqual([]);
  await waitFor('one of the others to end', async () => ((await openStreams()) === 150 ? true : undefined));
  // A second one is not let in at the expense of others.
  expect(await openAs('cus_bound_5', 1)).toEqual([503]);
  for (const reader of readers) reader.close();
  await waitFor('all to be closed', async () => ((await openStreams()) === 0 ? true : undefined));
  expect(await openAs('cus_bound_5', 1)).toEqual([]);
  readers.at(-1)?.close();
});

test('a reader who does not read is dropped, and nothing piles up for them', async () => {
  const id = await world.delivery();
  // More than the buffers of any socket: what is not read has nowhere to go.
  await rig.database.pool.query(
    `INSERT INTO delivery_events (delivery_id, kind, occurred_at, data)
     SELECT $1, 'located', now(), '{"phase":"onTheWay","expectedAtMs":null,"place":{"lat":53.8,"lng":-1.5}}'
     FROM generate_series(1, 80000)`,
    [id],
  );
  await rig.database.pool.query('ANALYZE delivery_events');
  const { hostname, port } = new URL(rig.listening.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.pause();
  const token = await tokenFor('customer', 'cus_1');
  socket.write(`GET /v1/deliveries/${id}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await waitFor('it to be open', async () => ((await openStreams()) === 1 ? true : undefined));
  await waitFor('it to be dropped', async () => ((await openStreams()) === 0 ? true : undefined));
  socket.destroy();
  expect((await rig.call('GET', `/v1/deliveries/${id}`, { role: 'customer' })).status).toBe(200);
});

test('a listening connection that breaks is made again, and nothing is lost', async () => {
  const { courier, id } = await world.carried();
  const reader = await EventReader.open(rig, id);
  await reader.until(({ kinds }) => kinds.length === 4);
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query LIKE 'LISTEN%'`;
  await waitFor('the connection to listen', async () => (await rig.database.pool.query(kill)).rowCount || undefined);
  expectStatus(await world.photo(courier, id), 200);
  await reader.ended;
  expect(reader.kinds.at(-1)).toBe('delivered');
});

test('closing the server ends the streams, and their readers can go on elsewhere', async () => {
  const other = await ApiRig.open();
  const there = new Delivering(other);
  const reader = await EventReader.open(other, await there.delivery());
  await reader.until(({ kinds }) => kinds.length === 2);
  await other.close();
  await reader.ended;
  expect(reader.kinds).toEqual(['ordered', 'packed']);
});
