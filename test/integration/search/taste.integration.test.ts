import { randomUUID } from 'node:crypto';
import { trainCandidate } from '#activities/model/trainCandidate';
import { inTransaction } from '#db/pool';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { recordEvents } from '#db/events/events';
import { readFinalTx } from '#db/selection/selectionInputs';
import { readClock, storeTastes } from '#db/search/taste';
import { readTaste, type TasteMoment } from '#serving/search/readTaste';
import { noTaste } from '#domain/search/taste/sums';
import { eventsAreFinal } from '#test/support/finalEvents';
import { waitFor } from '#test/support/waitFor';
import { ApiRig } from '../api/rig';
import { dayMs } from '#domain/time';

const programId = 'test-toys';
let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

/** What Everbox itself knows: the customer had these items, `daysAgo` days ago. */
async function had(customerId: string, skus: string[], daysAgo = 0): Promise<void> {
  const events = skus.map((sku) => ({
    id: `${customerId}:${sku}`,
    kind: 'deliver' as const,
    customerId,
    programId,
    sku,
    subscriptionId: null,
    sessionId: null,
    occurredAtMs: Date.now() - daysAgo * dayMs,
    data: {},
  }));
  await inTransaction(rig.database.pool, (tx) => recordEvents(tx, events));
}

const as = (subject: string) => (method: string, path: string, body?: unknown) =>
  rig.call(method, path, { role: 'customer', subject, ...(body === undefined ? {} : { body }) });

async function clicks(customerId: string, sku: string, sessionId: string | undefined): Promise<void> {
  const occurredAt = new Date(Date.now() - 1_000).toISOString();
  const event = { id: randomUUID(), kind: 'click', programId, sku, sessionId, occurredAt };
  const { body } = await as(customerId)('POST', '/v1/events', { events: [event] });
  expect(body).toMatchObject({ accepted: 1, rejected: [] });
}

/** Reads and stores as the model's refresh does, with too few customers for a model. */
async function refresh(): Promise<void> {
  await eventsAreFinal(rig.database.pool);
  const request = { programId, refreshId: randomUUID() };
  const trained = await trainCandidate()(rig.database.pool, request, () => undefined, new AbortController().signal);
  expect(trained.version).toBeNull();
}

const tasteOf = async (customerId: string, sessionId: string | null = null, asOf: TasteMoment | null = null) =>
  (await readTaste(rig.database.pool, { customerId, programId }, { sessionId, asOf })).profile;
const rowsOf = (customerId: string) => rig.count('taste_profiles', `customer_id = '${customerId}'`);

test('a refresh makes a profile of each customer who did anything, and the customer may see it', async () => {
  await had('cus_builder', ['toy-02', 'toy-04']);
  expect(await rowsOf('cus_builder')).toBe(0);
  await refresh();
  // One purchase of each brand, 1 / (1 + 2), and two of the kind, 2 / (2 + 2).
  const known = {
    brands: { 'brand 2': 0.333, 'brand 1': 0.333 },
    categories: { 'toys > building': 0.5, toys: 0.333 },
    skus: { 'toy-02': 0.333, 'toy-04': 0.333 },
    priceCents: { low: 669, high: 1_504 },
    sizes: [],
    ages: [],
  };
  expect(await tasteOf('cus_builder')).toEqual(known);
  const { body } = await as('cus_builder')('GET', '/v1/me/profile');
  expect(body.search).toEqual([{ programId, computedAt: expect.any(String), deeds: 2, ...known }]);
  await refresh(); // again, the same
  expect(await tasteOf('cus_builder')).toEqual(known);
  expect(await rowsOf('cus_builder')).toBe(1);
  expect(await tasteOf('cus_nobody')).toBeNull();
  const elsewhere = { customerId: 'cus_builder', programId: 'test-elsewhere' };
  expect((await readTaste(rig.database.pool, elsewhere)).profile).toBeNull();
});

test('a customer sees what search knows of them as soon as search does, and nothing once they turned it off', async () => {
  const known = async () => (await as('cus_seen')('GET', '/v1/me/profile')).body.search;
  expect(await known()).toEqual([]);
  await clicks('cus_seen', 'toy-01', undefined);
  const { brands, categories } = (await tasteOf('cus_seen'))!;
  expect(await known()).toEqual([expect.objectContaining({ programId, deeds: 1, brands, categories })]);
  await as('cus_seen')('PUT', '/v1/me/personalization', { enabled: false });
  expect(await known()).toEqual([]);
});

test('a taste can be had again as it was, whatever was done since', async () => {
  await had('cus_again', ['toy-02']);
  await refresh();
  await clicks('cus_again', 'toy-01', 'here');
  const of = { customerId: 'cus_again', programId };
  const first = await readTaste(rig.database.pool, of, { sessionId: 'here' });
  await clicks('cus_again', 'toy-03', 'here');
  expect(await tasteOf('cus_again', 'here')).not.toEqual(first.profile);
  expect(await readTaste(rig.database.pool, of, { sessionId: 'here', asOf: first.asOf })).toEqual(first);
});

test('what is done in this session counts at once, and more than the rest; nothing counts twice', async () => {
  await had('cus_session', ['toy-02']);
  await refresh();
  await clicks('cus_session', 'toy-01', 'here');
  await clicks('cus_session', 'toy-03', 'elsewhere');
  await clicks('cus_session', 'toy-05', undefined);
  const science = { 'toys > building': 0.333 };
  // A click is 0.3, three times as much in this session: 0.9 + 0.3 + 0.3 of the kind.
  const here = await tasteOf('cus_session', 'here');
  expect(here!.categories).toMatchObject({ ...science, 'toys > science': 0.429 });
  expect(here!.skus).toEqual({ 'toy-02': 0.333, 'toy-01': 0.31, 'toy-03': 0.13, 'toy-05': 0.13 });
  const apart = await tasteOf('cus_session');
  expect(apart!.skus).toEqual({ 'toy-02': 0.333, 'toy-01': 0.13, 'toy-03': 0.13, 'toy-05': 0.13 });
  await refresh(); // now they are in the profile, and no longer recent
  expect(await tasteOf('cus_session', 'here')).toEqual(apart);
});

test('somebody new is known by what they did since the last refresh', async () => {
  await clicks('cus_new', 'toy-01', 'first');
  expect((await tasteOf('cus_new', 'first'))!.skus).toEqual({ 'toy-01': 0.31 });
  expect(await rowsOf('cus_new')).toBe(0);
});

test('off means off: the profile goes with the switch, none is made, and nothing that is done is read', async () => {
  const call = as('cus_off');
  await had('cus_off', ['toy-02']);
  await refresh();
  await clicks('cus_off', 'toy-01', 'here');
  expect(await rowsOf('cus_off')).toBe(1);
  expect(await tasteOf('cus_off', 'here')).not.toBeNull();
  const kept = await rig.count('events', `customer_id = 'cus_off'`);

  await call('PUT', '/v1/me/personalization', { enabled: false });
  expect(await rowsOf('cus_off')).toBe(0);
  expect(await tasteOf('cus_off', 'here')).toBeNull();
  await clicks('cus_off', 'toy-03', 'here'); // taken, and not kept
  await refresh();
  expect(await rowsOf('cus_off')).toBe(0);
  expect(await rig.count('events', `customer_id = 'cus_off'`)).toBe(kept);
  expect((await call('GET', '/v1/me/profile')).body.search).toEqual([]);

  await call('PUT', '/v1/me/personalization', { enabled: true });
  await refresh();
  expect((await tasteOf('cus_off', 'here'))!.skus).toEqual({ 'toy-02': 0.333, 'toy-01': 0.13 });
});

test('a refresh that has read a customer when they switch off, or are erased, stores nothing of them', async () => {
  const { pool } = rig.database;
  const pass = { programId, untilTx: await readFinalTx(pool), asOf: await readClock(pool) };
  const store = (customerId: string) =>
    inTransaction(pool, (tx) => storeTastes(tx, pass, [{ customerId, sums: noTaste() }]));
  await as('cus_late_off')('PUT', '/v1/me/personalization', { enabled: false });
  await as('cus_late_erased')('DELETE', '/v1/me/profile');
  await as('cus_late_erased')('PUT', '/v1/me/personalization', { enabled: true });
  for (const customerId of ['cus_late_off', 'cus_late_erased']) {
    await store(customerId);
    expect(await rowsOf(customerId)).toBe(0);
  }
  await store('cus_late_on');
  expect(await rowsOf('cus_late_on')).toBe(1);
});

test('a switch waits for the profiles that are being stored, and then deletes them too', async () => {
  const { pool } = rig.database;
  const pass = { programId, untilTx: await readFinalTx(pool), asOf: await readClock(pool) };
  let switched: Promise<unknown> = Promise.resolve();
  await inTransaction(pool, async (tx) => {
    await storeTastes(tx, pass, [{ customerId: 'cus_beside', sums: noTaste() }]);
    switched = inTransaction(pool, (other) => changeCustomerSettings(other, 'cus_beside', { personalization: false }));
    await waitFor('the switch to wait', async () =>
      (await rig.count('pg_locks', `locktype = 'advisory' AND NOT granted`)) > 0 ? true : undefined,
    );
  });
  await switched;
  expect(await rowsOf('cus_beside')).toBe(0);
});

test('an item that a customer had forgotten is in no profile, also not by a refresh that had read it', async () => {
  const { pool } = rig.database;
  const call = as('cus_item');
  await had('cus_item', ['toy-02', 'toy-03']);
  await refresh();
  const pass = { programId, untilTx: await readFinalTx(pool), asOf: await readClock(pool) };
  await call('DELETE', `/v1/me/profile/items/toy-03?programId=${programId}`);
  const { rows } = await pool.query('SELECT sums FROM taste_profiles WHERE customer_id = $1', ['cus_item']);
  expect(JSON.stringify(rows)).not.toContain('toy-03');
  const before = { ...noTaste(), skus: { 'toy-03': 1 } };
  await inTransaction(pool, (tx) => storeTastes(tx, pass, [{ customerId: 'cus_item', sums: before }]));
  expect(await tasteOf('cus_item')).toBeNull();
  await refresh();
  expect((await tasteOf('cus_item'))!.skus).toEqual({ 'toy-02': 0.333 });
});
