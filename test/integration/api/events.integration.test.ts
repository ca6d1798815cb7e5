import { waitFor } from '#test/support/waitFor';
import { ApiRig, type CallOptions } from './rig';
import { dayMs } from '#domain/time';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const view = (id: string, change: Record<string, unknown> = {}) => ({
  id,
  kind: 'view',
  occurredAt: ago(1_000),
  programId: 'test-toys',
  sku: 'toy-01',
  ...change,
});

const send = (events: unknown, options: CallOptions = {}) =>
  rig.call('POST', '/v1/events', { role: 'customer', subject: 'cus_1', key: null, body: { events }, ...options });

async function expectReceipt(events: unknown[], expected: object, options: CallOptions = {}) {
  const answer = await send(events, options);
  expect([answer.status, answer.body]).toEqual([200, expected]);
}

const accepted = (n: number) => ({ accepted: n, duplicates: 0, rejected: [] });

test('a batch is stored, with what each event says', async () => {
  const search = {
    id: 'search-1',
    kind: 'search',
    occurredAt: ago(3 * dayMs),
    sessionId: 'session_1',
    data: { query: 'a "train"\n\\ with\ttabs, é 🚂', results: [1, { deep: null }] },
  };
  const rating = view('rate-1', { kind: 'rate', subscriptionId: 'sub_1', data: { stars: 4 }, customerId: 'cus_1' });
  await expectReceipt([view('view-1'), search, rating], accepted(3));
  const { rows } = await rig.database.pool.query(
    `SELECT kind, customer_id, program_id, sku, subscription_id, session_id, occurred_at, occurred_on::text, source, data,
       tx IS NOT NULL AS has_tx FROM events WHERE id = 'search-1'`,
  );
  expect(rows).toEqual([
    {
      kind: 'search',
      customer_id: 'cus_1',
      program_id: null,
      sku: null,
      subscription_id: null,
      session_id: 'session_1',
      occurred_at: new Date(search.occurredAt),
      occurred_on: search.occurredAt.slice(0, 10),
      source: 'customer',
      data: search.data,
      has_tx: true,
    },
  ]);
  expect(await rig.count('events', `id = 'rate-1' AND subscription_id = 'sub_1' AND data->>'stars' = '4'`)).toBe(1);
});

test('an event counts once: sent again, twice in a batch, and in two batches at once', async () => {
  const again = [view('again-1'), view('again-2')];
  await expectReceipt(again, accepted(2));
  await expectReceipt(again, { accepted: 0, duplicates: 2, rejected: [] });
  await expectReceipt([view('again-2'), view('again-3'), view('again-3', { sku: 'toy-02' })], {
    accepted: 1,
    duplicates: 2,
    rejected: [],
  });
  const both = await Promise.all(Array.from({ length: 8 }, () => send([view('race-1'), view('race-2')])));
  const sum = (name: string): number => both.reduce((total, { body }) => total + body[name], 0);
  expect([sum('accepted'), sum('duplicates')]).toEqual([2, 14]);
  expect(await rig.count('events', `id LIKE 'again-%' OR id LIKE 'race-%'`)).toBe(5);
  expect(await rig.count('events', `id = 'again-3' AND sku = 'toy-01'`)).toBe(1); // the first stays
  expect(await rig.count('idempotency_keys')).toBe(0);
});

test('an ID stands for one customer only: nobody can stand in the way of another', async () => {
  await expectReceipt([view('shared')], accepted(1));
  await expectReceipt([view('shared')], accepted(1), { subject: 'cus_2' });
  expect(await rig.count('events', `id = 'shared'`)).toBe(2);
});

test('bad events become dead events with their reason, while the good ones go in', async () => {
  const bad: [unknown, string, string | null][] = [
    ['text', 'malformed', null],
    [null, 'malformed', null],
    [view('bad id'), 'malformed', 'id'],
    [view('everbox:sub_1:3:swap:7'), 'malformed', 'id'],
    [view('no-sku', { sku: undefined }), 'malformed', 'sku'],
    [view('nul', { sku: 'a\u0000b' }), 'malformed', 'sku'],
    [view('nul-2', { data: { deep: ['\u0000'] } }), 'malformed', 'data'],
    [view('half', { data: { half: '\ud83d' } }), 'malformed', 'data'],
    [view('big', { data: { much: 'x'.repeat(3_000) } }), 'malformed', 'data'],
    [view('extra', { price: 5 }), 'malformed', 'price'],
    [view('kind', { kind: 'dance' }), 'unknownKind', 'kind'],
    [view('stars', { kind: 'rate', data: { stars: 6 } }), 'malformed', 'data.stars'],
    [view('future', { occurredAt: ago(-10 * 60_000) }), 'inTheFuture', 'occurredAt'],
    [view('old', { occurredAt: ago(401 * dayMs) }), 'tooOld', 'occurredAt'],
    [view('date', { occurredAt: '2026-13-45T10:00:00Z' }), 'malformed', 'occurredAt'],
    [view('other', { customerId: 'cus_2' }), 'otherCustomer', 'customerId'],
    [view('fact', { kind: 'deliver' }), 'notYours', 'kind'],
  ];
  const events = [view('good-1'), ...bad.map(([event]) => event), view('good-2')];
  const answer = await send(events);
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({ accepted: 2, duplicates: 0 });
  expect(answer.body.rejected.map(({ index, reason, field }: never) => [index, reason, field])).toEqual(
    bad.map(([, reason, field], n) => [n + 1, reason, field]),
  );
  expect(await rig.count('events', `id LIKE 'good-%'`)).toBe(2);
  expect(await rig.count('dead_events')).toBe(bad.length);

  await send(events); // adds nothing
  expect(await rig.count('dead_events')).toBe(bad.length);

  const page = await rig.call('GET', '/v1/ops/dead-events?limit=10', { role: 'operator' });
  const rest = await rig.call('GET', `/v1/ops/dead-events?cursor=${page.body.next}`, { role: 'operator' });
  expect(page.body.items).toHaveLength(10);
  expect(rest.body).toMatchObject({ items: { length: bad.length - 10 }, next: null });
  expect([...page.body.items, ...rest.body.items]).toContainEqual({
    eventId: 'kind',
    senderRole: 'customer',
    sender: 'cus_1',
    reason: 'unknownKind',
    field: 'kind',
    message: expect.stringMatching(/^must be one of view, .*, signUp$/),
    raw: JSON.stringify(bad[10]![0]),
    receivedAt: expect.any(String),
  });
});

test('what is nested without end is refused like anything else', async () => {
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const rawBody = `{"events": [${JSON.stringify(view('shallow'))}, ${deep}, {"id": "deep", "kind": "view", "data": {"a": ${deep}}}]}`;
  const answer = await send([], { rawBody });
  expect([answer.status, answer.body.accepted, answer.body.rejected.length]).toEqual([200, 1, 2]);
});

test('a service speaks for any customer, and must say for which', async () => {
  const service: CallOptions = { role: 'service', subject: 'svc_1' };
  const delivered = view('svc-1', { kind: 'deliver', customerId: 'cus_7', occurredAt: ago(300 * dayMs) });
  const answer = await send([delivered, view('svc-2')], service);
  expect(answer.body).toMatchObject({
    accepted: 1,
    rejected: [{ index: 1, field: 'customerId', reason: 'malformed' }],
  });
  expect(await rig.count('events', `id = 'svc-1' AND customer_id = 'cus_7' AND source = 'service'`)).toBe(1);
});

test('a body that is no batch is a problem, and nothing is stored', async () => {
  const before = await rig.count('events');
  const tooMany = Array.from({ length: 501 }, (_, n) => view(`many-${n}`));
  for (const [body, field] of [
    [[], 'body'],
    [{}, 'events'],
    [{ events: {} }, 'events'],
    [{ events: [] }, 'events'],
    [{ events: [view('x')], more: 1 }, 'more'],
    [{ events: tooMany }, 'events'],
  ] as const) {
    const answer = await send([], { body });
    expect([answer.status, answer.body.type, answer.body.errors[0].field]).toEqual([
      400,
      'urn:everbox:problem:InvalidRequest',
      field,
    ]);
  }
  expect((await send([], { rawBody: '{"events": [' })).body.type).toBe('urn:everbox:problem:MalformedJson');
  const large = await send([view('large', { data: { much: 'x'.repeat(1_100_000) } })]);
  expect([large.status, large.body.type]).toEqual([413, 'urn:everbox:problem:BodyTooLarge']);
  expect(await rig.count('events')).toBe(before);
});

test('too many at once: 429 with Retry-After, nothing of it is taken, and it is taken later', async () => {
  const busy = await ApiRig.open({}, {}, { maxWaiting: 3 });
  const blocker = await busy.database.pool.connect();
  try {
    const post = (events: unknown[]) =>
      busy.call('POST', '/v1/events', { role: 'customer', key: null, body: { events } });
    await blocker.query('BEGIN; LOCK TABLE events IN ACCESS EXCLUSIVE MODE');
    // An idle process takes any batch, however small its queue.
    const waiting = post([view('wait-1'), view('wait-2'), view('wait-3'), view('wait-4')]);
    const metrics = async (): Promise<string> => (await busy.call('GET', '/metrics')).body;
    await waitFor('the first batch to wait', async () => /events_waiting 4/.test(await metrics()) || undefined);
    const refused = await post([view('later'), view('bad', { kind: 'dance' })]);
    expect([refused.status, refused.body.type]).toEqual([429, 'urn:everbox:problem:TooManyEvents']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await metrics()).toMatch(/everbox_events_deferred_total 2/);
    expect(await busy.count('dead_events')).toBe(0);

    await blocker.query('COMMIT');
    expect((await waiting).body).toEqual(accepted(4));
    expect((await post([view('later')])).body).toEqual(accepted(1));
    expect(await busy.count('events')).toBe(5);
  } finally {
    blocker.release();
    await busy.close();
  }
});

test('all that is counted can be seen', async () => {
  const { body } = await rig.call('GET', '/metrics');
  expect(body).toMatch(/everbox_events_accepted_total\{source="customer"\} [1-9]/);
  expect(body).toMatch(/everbox_events_rejected_total\{reason="unknownKind"\} [1-9]/);
  expect(body).toMatch(/everbox_events_duplicates_total [1-9]/);
  expect(body).toMatch(/everbox_events_waiting 0/);
});
