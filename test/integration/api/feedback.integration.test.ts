import { openWithBox, storeShipment, storeSurvey } from './fixtures';
import { ApiRig, type Answer } from './rig';

let rig: ApiRig;
let subscriptionId = '';
let shipmentId = '';
beforeAll(async () => {
  ({ rig, subscriptionId, shipmentId } = await openWithBox());
});
afterAll(() => rig.close());

const as = (subject: string) => (method: string, path: string, body?: unknown, key?: string) =>
  rig.call(method, path, {
    role: 'customer',
    subject,
    ...(body === undefined ? {} : { body }),
    ...(key ? { key } : {}),
  });
const call = as('cus_1');

const faultsOf = ({ status, body }: Answer) => [
  status,
  ...(body.errors ?? []).map(({ field, rule }: { field: string; rule: string }) => `${field} ${rule}`),
];

async function eventsOf(kind: string) {
  const { rows } = await rig.database.pool.query<{ data: Record<string, unknown> }>(
    'SELECT data FROM events WHERE kind = $1 ORDER BY occurred_at, id',
    [kind],
  );
  return rows.map(({ data }) => data);
}

test('a subscription is rated again and again: the newest counts, the history stays, each is an event', async () => {
  const path = `/v1/subscriptions/${subscriptionId}/ratings`;
  expect((await call('POST', path, { stars: 2, comment: 'slow' }, 'first')).status).toBe(201);
  expect((await call('POST', path, { stars: 2, comment: 'slow' }, 'first')).status).toBe(201); // one retry
  expect((await call('POST', path, { stars: 5 })).body).toMatchObject({ subscriptionId, stars: 5, comment: null });
  expect(faultsOf(await call('POST', path, { stars: 6 }))).toEqual([400, 'stars max:5']);
  const { body } = await call('GET', '/v1/me/profile');
  expect(body.subscriptionRatings.map(({ stars }: { stars: number }) => stars)).toEqual([5, 2]);
  expect(await eventsOf('rateSubscription')).toEqual([{ stars: 2 }, { stars: 5 }]);
});

test('a rating that was wrong is corrected, and only the new one is learned from', async () => {
  const path = `/v1/shipments/${shipmentId}/ratings`;
  expect((await call('PATCH', path, { stars: 1, comment: null })).status).toBe(404); // none to correct
  await call('POST', path, { stars: 5, comment: 'my words' });
  expect((await call('PATCH', path, { stars: 2 })).body).toMatchObject({ stars: 2, comment: 'my words' });
  expect((await call('PATCH', path, { comment: null })).body).toMatchObject({ stars: 2, comment: null });
  expect((await call('PATCH', path, { stars: 1 })).body).toMatchObject({ stars: 1, comment: null });
  expect(await eventsOf('rate')).toEqual([expect.objectContaining({ stars: 1 })]);
  const kept = await rig.count('idempotency_keys', `body::text LIKE '%my words%'`);
  expect(kept).toBe(0); // nor is the old answer
});

test('a return: only of what arrived, once; ops see it, the customer is told, no money moves', async () => {
  const onItsWay = await storeShipment(rig, subscriptionId, 2);
  const refused = await call('POST', `/v1/shipments/${onItsWay}/returns`, { reason: 'damaged' });
  expect(refused.body.type).toBe('urn:everbox:problem:NotDelivered');
  const path = `/v1/shipments/${shipmentId}/returns`;
  expect(faultsOf(await call('POST', path, { reason: 'moonlight' }))).toEqual([400, 'reason oneOf']);
  const body = { reason: 'faulty', comment: 'the left wheel' };
  expect((await call('POST', path, body, 'key-1')).body).toMatchObject({ shipmentId, ...body });
  expect((await call('POST', path, body, 'key-1')).status).toBe(201);
  expect((await call('POST', path, { reason: 'other' })).body.type).toBe('urn:everbox:problem:AlreadyReturned');
  const { body: list } = await rig.call('GET', '/v1/ops/returns', { role: 'operator' });
  expect(list.items).toEqual([expect.objectContaining({ customerId: 'cus_1', sku: 'toy-01', ...body })]);
  expect(await eventsOf('return')).toEqual([{ shipmentId, cycle: 1, reason: 'faulty' }]); // no words
  expect(await rig.count('outbox', `kind = 'notify' AND payload ->> 'template' = 'returnInstructions'`)).toBe(1);
  expect(await rig.count('effects', `step LIKE 'refund%'`)).toBe(0);
});

test('a survey is answered once, by its customer, as it was asked', async () => {
  const { id } = await storeSurvey(rig, subscriptionId);
  const path = `/v1/surveys/${id}`;
  expect((await as('cus_2')('GET', path)).status).toBe(404);
  expect((await as('cus_2')('POST', `${path}/answers`, { answers: { stars: 5, why: 'price' } })).status).toBe(404);
  const { body: asked } = await call('GET', path);
  expect(asked).toMatchObject({ id, surveyId: 'third-box', state: 'sent', answeredAt: null });
  const answer = (answers: unknown) => call('POST', `${path}/answers`, { answers });
  expect(faultsOf(await answer({ stars: 6, why: 'weather', more: 1 }))).toEqual([
    400,
    'answers.more undeclared',
    'answers.stars max:5',
    'answers.why oneOf',
  ]);
  expect(faultsOf(await answer({}))).toEqual([400, 'answers.stars required', 'answers.why required']);
  expect(faultsOf(await answer('five'))[0]).toBe(400);
  expect(faultsOf(await answer({ stars: { $gt: 1 } }))[0]).toBe(400);
  const good = { stars: 4, why: 'moved', words: 'a secret of mine' };
  const together = await Promise.all([answer(good), answer({ ...good, stars: 1 })]);
  expect(new Set(together.map(({ status }) => status))).toEqual(new Set([201, 409]));
  expect((await answer(good)).body.type).toBe('urn:everbox:problem:AlreadyAnswered');
  const events = await eventsOf('surveyAnswer');
  expect(events).toEqual([{ surveyId: 'third-box', answers: { stars: expect.any(Number), why: 'moved' } }]);
});

test('a survey that nobody was asked yet does not exist', async () => {
  for (const state of ['scheduled', 'withheld']) {
    const { id } = await storeSurvey(rig, subscriptionId, { surveyId: `is-${state}`, state });
    expect((await call('GET', `/v1/surveys/${id}`)).status).toBe(404);
    expect((await call('POST', `/v1/surveys/${id}/answers`, { answers: {} })).status).toBe(404);
  }
});

test('the link of a message opts out, without a token of anybody, and only if it is one', async () => {
  const { optOutToken } = await storeSurvey(rig, subscriptionId, { surveyId: 'linked' });
  expect((await rig.call('PUT', `/v1/survey-opt-outs/${optOutToken}`)).status).toBe(200);
  expect((await call('GET', '/v1/me/profile')).body.surveysOptedOut).toBe(true);
  expect((await call('PUT', '/v1/me/surveys', { optedOut: false })).body.surveysOptedOut).toBe(false);
  const other = optOutToken.replace(/^./, (first) => (first === '0' ? '1' : '0'));
  expect((await rig.call('PUT', `/v1/survey-opt-outs/${other}`)).status).toBe(404);
  expect((await rig.call('PUT', '/v1/survey-opt-outs/guess')).status).toBe(400);
});
