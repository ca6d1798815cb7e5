import { randomUUID } from 'node:crypto';
import { sweepErased } from '#activities/privacy/sweep';
import type { Dependencies } from '#activities/dependencies';
import { recordEvents } from '#db/events/events';
import { streamDeeds } from '#db/selection/deedStream';
import { readDeeds, readHistory } from '#db/selection/selectionInputs';
import type { NewEvent } from '#domain/events/types';
import { noTaste } from '#domain/search/taste/sums';
import { signUp, storeCycle, storeShipment, storeSurvey } from './fixtures';
import { ApiRig } from './rig';

/** In every free text; nothing but an erasure takes it out. */
const secret = 'marmalade-and-thunder';
const lastMinute = () => new Date(Date.now() - 60_000).toISOString();

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

const as = (subject: string) => (method: string, path: string, body?: unknown) =>
  rig.call(method, path, { role: 'customer', subject, ...(body === undefined ? {} : { body }) });

function clientEvent(change: Record<string, unknown> = {}) {
  return { id: randomUUID(), kind: 'view', programId: 'test-toys', sku: 'toy-02', occurredAt: lastMinute(), ...change };
}

/** A customer of whom everything is known that can be. */
async function wellKnown(customerId: string) {
  const call = as(customerId);
  const { pool } = rig.database;
  const subscriptionId = await signUp(rig, customerId);
  await storeCycle(rig, subscriptionId, 1, { status: 'shipped' });
  await storeCycle(rig, subscriptionId, 2, { status: 'skipped', sku: 'toy-03', skipped: true });
  await storeCycle(rig, subscriptionId, 3);
  await pool.query(
    `UPDATE cycles SET swapped_away = '{toy-02}',
       offered = (SELECT jsonb_agg(item || jsonb_build_object('reason', $2::text)) FROM jsonb_array_elements(offered) AS o (item))
     WHERE subscription_id = $1`,
    [subscriptionId, secret],
  );
  const deliveredAt = new Date();
  const shipmentId = await storeShipment(rig, subscriptionId, 1, { customerId, phase: 'delivered', deliveredAt });
  await call('POST', `/v1/shipments/${shipmentId}/ratings`, { stars: 5, comment: secret });
  await call('POST', `/v1/shipments/${shipmentId}/returns`, { reason: 'other', comment: secret });
  await call('POST', `/v1/subscriptions/${subscriptionId}/ratings`, { stars: 4, comment: secret });
  const survey = await storeSurvey(rig, subscriptionId, { customerId });
  const answers = { stars: 4, why: 'moved', words: secret };
  expect((await call('POST', `/v1/surveys/${survey.id}/answers`, { answers })).status).toBe(201);
  await storeSurvey(rig, subscriptionId, { customerId, surveyId: 'to-come', state: 'scheduled' });
  const sent = [
    clientEvent(),
    clientEvent({ kind: 'search', sku: undefined, programId: 'no-such', data: { query: secret } }),
  ];
  expect((await call('POST', '/v1/events', { events: sent })).body).toMatchObject({ accepted: 2 });
  const bad = [{ ...clientEvent(), kind: secret }];
  expect((await call('POST', '/v1/events', { events: bad })).body.rejected).toHaveLength(1);
  await pool.query('UPDATE subscriptions SET cancel_reason = $2 WHERE id = $1', [subscriptionId, secret]);
  await pool.query(
    `INSERT INTO precomputed_rankings (program_id, subscription_id, customer_id, model_version, activity, arms, ranking)
     VALUES ('test-toys', $1, $2, 1, 0, '{}', '[{"sku":"toy-05"}]')`,
    [subscriptionId, customerId],
  );
  const sums = { ...noTaste(), skus: { 'toy-02': 1 }, deeds: 1 };
  await pool.query(
    `INSERT INTO taste_profiles (customer_id, program_id, sums, until_tx, as_of) VALUES ($1, 'test-toys', $2, '0', now())`,
    [customerId, sums],
  );
  return { call, subscriptionId, shipmentId };
}

/** Tables with a row whose text, in any column, has this. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await rig.database.pool.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    if ((await rig.count(`${name} AS t`, `t::text LIKE '%${text}%'`)) > 0) found.push(name);
  }
  return found;
}

/** Above every transaction: other test files' may be under way on the same server. */
const everyTx = '9223372036854775807';

/** Customers whose deeds a training that begins now would read. */
async function trainedOn(): Promise<string[]> {
  const { pool } = rig.database;
  const customers: string[] = [];
  for await (const { customerId } of streamDeeds(pool, 'test-toys', everyTx)) customers.push(customerId);
  return customers;
}

test('the profile says what is known', async () => {
  const { call, subscriptionId, shipmentId } = await wellKnown('cus_known');
  const { body } = await call('GET', '/v1/me/profile');
  expect(body).toMatchObject({
    customerId: 'cus_known',
    personalization: true,
    surveysOptedOut: false,
    erasedAt: null,
    preferences: [{ subscriptionId, programId: 'test-toys', preferences: { likes: ['building'] } }],
    ratings: [{ shipmentId, sku: 'toy-01', stars: 5, comment: secret }],
    subscriptionRatings: [{ subscriptionId, stars: 4 }],
    skips: [{ subscriptionId, cycle: 2, sku: 'toy-03' }],
    returns: [{ shipmentId, reason: 'other', comment: secret }],
    surveys: [{ title: 'A survey', answers: { stars: 4, why: 'moved', words: secret } }],
    rankings: [{ subscriptionId, modelVersion: 1, skus: ['toy-05'] }],
    // One of the last refresh, and what was done since.
    search: [{ programId: 'test-toys', deeds: 4, skus: { 'toy-02': 0.365 } }],
  });
  expect(body.swaps).toHaveLength(3);
  const counts = Object.fromEntries(
    body.events.map(({ kind, count }: { kind: string; count: number }) => [kind, count]),
  );
  expect(counts).toMatchObject({
    signUp: 1,
    view: 1,
    search: 1,
    rate: 1,
    return: 1,
    rateSubscription: 1,
    surveyAnswer: 1,
  });
});

test('one item is forgotten: its deeds are gone, it is not sent again, and the others stay', async () => {
  const { call, subscriptionId } = await wellKnown('cus_item');
  const forget = (sku: string) => call('DELETE', `/v1/me/profile/items/${sku}?programId=test-toys`);
  const { pool } = rig.database;
  expect((await forget('toy-02')).body).toMatchObject({ sku: 'toy-02', forgotten: 4 }); // a view, three cycles
  await forget('toy-03');
  await forget('toy-01');
  const { body } = await call('GET', '/v1/me/profile');
  expect(body).toMatchObject({ swaps: [], skips: [], ratings: [], rankings: [], returns: [{ comment: null }] });
  expect(await readDeeds(pool, 'cus_item', 'test-toys')).toEqual([]);
  const history = { sentSkus: ['toy-01'], refusedSkus: [], skippedSkus: [] };
  expect(await readHistory(pool, 'cus_item', 'test-toys')).toEqual(history);
  expect(body.subscriptionRatings).toHaveLength(1);
  expect(body.preferences).toHaveLength(1);
  expect((await as('cus_other')('GET', '/v1/me/profile')).body.events).toEqual([]);
  expect(await rig.count('cycles', `subscription_id = '${subscriptionId}'`)).toBe(3);
});

test('with personalization off, events are taken and none is kept, whoever writes them; on again, they are', async () => {
  const { call, subscriptionId } = await wellKnown('cus_off');
  const before = await rig.count('events', `customer_id = 'cus_off'`);
  await call('PUT', '/v1/me/personalization', { enabled: false });
  const events = [clientEvent(), clientEvent()];
  expect((await call('POST', '/v1/events', { events })).body).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
  await call('POST', `/v1/subscriptions/${subscriptionId}/ratings`, { stars: 1 });
  expect(await rig.count('events', `customer_id = 'cus_off'`)).toBe(before);
  expect(await rig.count('precomputed_rankings', `customer_id = 'cus_off'`)).toBe(0);
  expect(await trainedOn()).not.toContain('cus_off'); // nor from what was kept before
  await call('PUT', '/v1/me/personalization', { enabled: true });
  expect((await call('POST', '/v1/events', { events: [clientEvent()] })).body.accepted).toBe(1);
  expect(await trainedOn()).toContain('cus_off');
  expect(await rig.count('events', `customer_id = 'cus_off'`)).toBe(before + 1);
});

test('an erasure leaves nothing of what was learned or said, and the subscription goes on', async () => {
  const { call, subscriptionId } = await wellKnown('cus_erase');
  const { subscriptionId: neighbour } = await wellKnown('cus_neighbour');
  await as('cus_known')('DELETE', '/v1/me/profile'); // so that the secret is these two's
  for (const id of ['cus_item', 'cus_off']) await as(id)('DELETE', '/v1/me/profile');
  const counted = await rig.count('events', `customer_id = 'cus_neighbour'`);
  expect(await tablesWith(secret)).toContain('events');
  expect(await trainedOn()).toContain('cus_erase');

  const { status, body } = await call('DELETE', '/v1/me/profile');
  expect([status, body.personalization, body.surveysOptedOut]).toEqual([200, false, true]);
  const learned = [
    'events',
    'precomputed_rankings',
    'taste_profiles',
    'ratings',
    'subscription_ratings',
    'surveys',
    'dead_events',
  ];
  expect((await tablesWith('cus_erase')).filter((table) => learned.includes(table))).toEqual([]);
  expect(await trainedOn()).not.toContain('cus_erase');
  const { body: profile } = await call('GET', '/v1/me/profile');
  expect(profile).toMatchObject({
    erasedAt: body.erasedAt,
    ratings: [],
    swaps: [],
    skips: [],
    surveys: [],
    events: [],
  });
  const { body: subscription } = await call('GET', `/v1/subscriptions/${subscriptionId}`);
  expect(subscription).toMatchObject({ status: 'active', cancelReason: null });
  const { body: open } = await call('GET', `/v1/subscriptions/${subscriptionId}/cycles/3`);
  expect(open).toMatchObject({ status: 'open', selection: { sku: 'toy-01' }, alternatives: [{}, {}] });
  const stops = `kind = 'stopSurvey' AND payload ->> 'subscriptionId' = '${subscriptionId}'`;
  expect(await rig.count('outbox', stops)).toBe(1); // the one that was still to come
  // The neighbour lost nothing; once they erase too, the words are nowhere.
  expect(await rig.count('events', `customer_id = 'cus_neighbour'`)).toBe(counted);
  expect(await rig.count('surveys', `subscription_id = '${neighbour}' AND state = 'erased'`)).toBe(0);
  await as('cus_neighbour')('DELETE', '/v1/me/profile');
  expect(await tablesWith(secret)).toEqual([]);
});

test('what was on its way in when it was erased is swept up, and what is older never comes back', async () => {
  const { call } = await wellKnown('cus_race');
  const { pool } = rig.database;
  const late: NewEvent = {
    id: 'everbox:late',
    kind: 'view',
    customerId: 'cus_race',
    programId: 'test-toys',
    sku: 'toy-04',
    subscriptionId: null,
    sessionId: null,
    occurredAtMs: Date.now(),
    data: {},
  };
  const beside = await pool.connect();
  await beside.query('BEGIN');
  await recordEvents(beside, [late]);
  const { body } = await call('DELETE', '/v1/me/profile');
  await beside.query('COMMIT');
  beside.release();
  expect(await rig.count('events', `customer_id = 'cus_race'`)).toBe(1);
  const sweep = { customerId: 'cus_race', erasedAtMs: Date.parse(body.erasedAt) };
  const dependencies = { db: pool } as unknown as Dependencies;
  await sweepErased(dependencies, sweep);
  await sweepErased(dependencies, sweep); // a retry
  expect(await rig.count('events', `customer_id = 'cus_race'`)).toBe(0);
  expect(await rig.count('erasures', `customer_id = 'cus_race' AND swept_at IS NOT NULL`)).toBe(1);

  await call('PUT', '/v1/me/personalization', { enabled: true });
  await call('POST', '/v1/events', { events: [clientEvent()] }); // a phone that was offline until now
  await recordEvents(pool, [{ ...late, id: 'everbox:repeat' }]); // a workflow that is reset
  expect(await rig.count('events', `customer_id = 'cus_race'`)).toBe(0);
  await recordEvents(pool, [{ ...late, id: 'everbox:new', occurredAtMs: Date.now() + 120_000 }]);
  expect(await rig.count('events', `customer_id = 'cus_race'`)).toBe(1);
});

test('who was erased may be erased again, and so may who was never seen', async () => {
  const { call } = await wellKnown('cus_again');
  expect((await call('DELETE', '/v1/me/profile')).status).toBe(200);
  const { body: first } = await call('GET', '/v1/me/profile');
  expect((await call('DELETE', '/v1/me/profile')).status).toBe(200);
  const { body: second } = await call('GET', '/v1/me/profile');
  expect(Date.parse(second.erasedAt)).toBeGreaterThanOrEqual(Date.parse(first.erasedAt));
  expect((await as('cus_stranger')('DELETE', '/v1/me/profile')).status).toBe(200);
});
