import type { Role } from '#domain/subject';
import { Delivering, zone } from './delivering';
import { signUp, storeCycle, storeShipment, storeSurvey } from './fixtures';
import { townHall } from '#test/support/testZone';
import { address, ApiRig, signUpBody } from './rig';

/** Who calls; the fixtures belong to `owner`. */
const callers: Record<string, { role?: Role; subject?: string }> = {
  nobody: {},
  owner: { role: 'customer', subject: 'cus_1' },
  other: { role: 'customer', subject: 'cus_2' },
  courier: { role: 'courier', subject: 'courier_1' },
  operator: { role: 'operator', subject: 'ops_1' },
  service: { role: 'service', subject: 'svc_1' },
};

const preferences = { likes: [], dislikes: [] };

/** Filled with a promise to the owner before the tests. */
const orderBody = {
  customerId: 'cus_1',
  programId: 'test-toys',
  sku: 'toy-01',
  promiseId: '',
  email: 'person@example.com',
  address: { ...address, location: townHall },
  paymentToken: 'tok_ok',
};

/**
 * Every route by every caller, in the order of `callers`. No worker is up, so 503 is the answer to a command that was
 * allowed: nothing before the worker refused it.
 */
const matrix: Record<string, { expected: number[]; body?: unknown; query?: string }> = {
  'GET /v1/programs': { expected: [401, 200, 200, 200, 200, 200] },
  'GET /v1/programs/{id}': { expected: [401, 200, 200, 200, 200, 200] },
  'GET /v1/programs/{id}/picks': { expected: [401, 200, 403, 403, 200, 200], query: '?customerId=cus_1' },
  'GET /v1/search': { expected: [401, 200, 403, 403, 200, 200], query: '?programId=test-toys&customerId=cus_1' },
  // The fixture's items have no sizes; a customer who may ask is told so. Sizes are nobody else's business.
  'GET /v1/products/{sku}/size': { expected: [401, 404, 404, 403, 403, 403], query: '?programId=test-toys' },
  'GET /v1/products/{sku}': { expected: [401, 200, 200, 403, 200, 200], query: '?programId=test-toys' },
  'POST /v1/subscriptions': {
    expected: [401, 201, 403, 403, 201, 201],
    body: signUpBody({ customerId: 'cus_1' }),
  },
  'GET /v1/subscriptions': { expected: [401, 200, 403, 403, 200, 200], query: '?customerId=cus_1' },
  'GET /v1/subscriptions/{id}': { expected: [401, 200, 404, 403, 200, 200] },
  'POST /v1/subscriptions/{id}/pause': { expected: [401, 503, 404, 403, 503, 503] },
  'POST /v1/subscriptions/{id}/resume': { expected: [401, 503, 404, 403, 503, 503] },
  'POST /v1/subscriptions/{id}/cancel': { expected: [401, 503, 404, 403, 503, 503] },
  'PATCH /v1/subscriptions/{id}/address': { expected: [401, 503, 404, 403, 503, 503], body: address },
  'PATCH /v1/subscriptions/{id}/preferences': { expected: [401, 503, 404, 403, 503, 503], body: preferences },
  'PATCH /v1/subscriptions/{id}/plan': { expected: [401, 503, 404, 403, 503, 503], body: { planId: 'weekly' } },
  'PATCH /v1/subscriptions/{id}/payment-method': {
    expected: [401, 503, 404, 403, 503, 503],
    body: { paymentToken: 'tok_new' },
  },
  'GET /v1/subscriptions/{id}/cycles': { expected: [401, 200, 404, 403, 200, 200] },
  'GET /v1/subscriptions/{id}/cycles/{n}': { expected: [401, 200, 404, 403, 200, 200] },
  'POST /v1/subscriptions/{id}/cycles/{n}/skip': { expected: [401, 503, 404, 403, 503, 503] },
  'POST /v1/subscriptions/{id}/cycles/{n}/unskip': { expected: [401, 503, 404, 403, 503, 503] },
  'POST /v1/subscriptions/{id}/cycles/{n}/swap': { expected: [401, 503, 404, 403, 503, 503], body: { sku: 'toy-02' } },
  'PUT /v1/subscriptions/{id}/cycles/{n}/delivery': {
    expected: [401, 503, 404, 403, 503, 503],
    body: { method: 'parcel' },
  },
  'GET /v1/subscriptions/{id}/shipments': { expected: [401, 200, 404, 403, 200, 200] },
  'GET /v1/shipments/{id}': { expected: [401, 200, 404, 403, 200, 200] },
  // The owner's rating is new; operator and service repeat it.
  'POST /v1/shipments/{id}/ratings': { expected: [401, 201, 404, 403, 200, 200], body: { stars: 4 } },
  'PATCH /v1/shipments/{id}/ratings': {
    expected: [401, 200, 404, 403, 200, 200],
    body: { stars: 5, comment: null },
  },
  // The owner's return is noted; operator and service come too late.
  'POST /v1/shipments/{id}/returns': { expected: [401, 201, 404, 403, 409, 409], body: { reason: 'damaged' } },
  'POST /v1/subscriptions/{id}/ratings': { expected: [401, 201, 404, 403, 201, 201], body: { stars: 4 } },
  'GET /v1/surveys/{id}': { expected: [401, 200, 404, 403, 200, 200] },
  // Nobody answers for somebody else.
  'POST /v1/surveys/{id}/answers': {
    expected: [401, 201, 404, 403, 403, 403],
    body: { answers: { stars: 4, why: 'price' } },
  },
  // Who has the link of the message may.
  'PUT /v1/survey-opt-outs/{token}': { expected: [200, 200, 200, 200, 200, 200] },
  'PUT /v1/me/surveys': {
    expected: [401, 200, 403, 403, 200, 200],
    query: '?customerId=cus_1',
    body: { optedOut: true },
  },
  'PUT /v1/me/personalization': {
    expected: [401, 200, 403, 403, 200, 200],
    query: '?customerId=cus_1',
    body: { enabled: true },
  },
  'GET /v1/me/measurements': { expected: [401, 200, 200, 403, 403, 403] },
  'PUT /v1/me/measurements': { expected: [401, 200, 200, 403, 403, 403], body: { heightCm: 170 } },
  'GET /v1/me/profile': { expected: [401, 200, 403, 403, 200, 200], query: '?customerId=cus_1' },
  // Of an item that the fixtures do without.
  'DELETE /v1/me/profile/items/{sku}': {
    expected: [401, 200, 403, 403, 200, 200],
    query: '?customerId=cus_1&programId=test-toys',
  },
  // Of somebody else, so that the fixtures of the other rows stay.
  'DELETE /v1/me/profile': { expected: [401, 403, 403, 403, 200, 200], query: '?customerId=cus_gone' },
  // The event is missing what it needs, but who may send it is decided first.
  'POST /v1/events': { expected: [401, 200, 200, 403, 403, 200], body: { events: [{ id: 'event_1' }] } },
  // What anybody may know, of an item and a place.
  'GET /v1/delivery-options': {
    expected: [401, 200, 200, 403, 200, 200],
    query: `?programId=test-toys&sku=toy-01&lat=${townHall.lat}&lng=${townHall.lng}`,
  },
  'POST /v1/promises': {
    expected: [401, 201, 403, 403, 201, 201],
    body: { customerId: 'cus_1', programId: 'test-toys', sku: 'toy-01', location: townHall, kind: 'oneHour' },
  },
  // The owner's order uses the promise; operator and service come too late.
  'POST /v1/orders': { expected: [401, 201, 403, 403, 409, 409], body: orderBody },
  'GET /v1/orders': { expected: [401, 200, 403, 403, 200, 200], query: '?customerId=cus_1' },
  'GET /v1/orders/{id}': { expected: [401, 200, 404, 403, 200, 200] },
  'PUT /v1/couriers/me/shift': {
    expected: [401, 403, 403, 200, 403, 403],
    body: { zoneId: zone.id, until: new Date(Date.now() + 4 * 3_600_000).toISOString() },
  },
  'GET /v1/couriers/me/shift': { expected: [401, 403, 403, 200, 403, 403] },
  'PUT /v1/couriers/me/location': {
    expected: [401, 403, 403, 200, 403, 403],
    body: { ...townHall, at: new Date().toISOString() },
  },
  'GET /v1/couriers/me/offers': { expected: [401, 403, 403, 200, 403, 403] },
  // The courier's offer; each step takes the owner's delivery on, until it is back at its station, where 409 says that
  // the courier was allowed and that it has ended.
  'POST /v1/offers/{id}/accept': { expected: [401, 403, 403, 200, 403, 403] },
  'POST /v1/offers/{id}/decline': { expected: [401, 403, 403, 409, 403, 403] },
  'POST /v1/deliveries/{id}/pickup': { expected: [401, 403, 403, 200, 403, 403] },
  'POST /v1/deliveries/{id}/address-not-found': { expected: [401, 403, 403, 200, 403, 403] },
  'POST /v1/deliveries/{id}/returned': { expected: [401, 403, 403, 200, 403, 403] },
  'POST /v1/deliveries/{id}/dropoff': {
    expected: [401, 403, 403, 409, 403, 403],
    body: { proof: { kind: 'photo', value: 'photo-1' } },
  },
  'POST /v1/deliveries/{id}/give-up': { expected: [401, 403, 403, 409, 403, 403] },
  'GET /v1/deliveries/{id}': { expected: [401, 200, 404, 403, 200, 200] },
  'GET /v1/deliveries/{id}/events': { expected: [401, 200, 404, 403, 200, 200] },
  // No role opens it: only a signature does.
  'POST /v1/webhooks/carrier': { expected: [401, 401, 401, 401, 401, 401], body: {} },
  'POST /v1/webhooks/warehouse': { expected: [401, 401, 401, 401, 401, 401], body: {} },
  'GET /v1/ops/attention': { expected: [401, 403, 403, 403, 200, 403] },
  'GET /v1/ops/shipments/{id}/effects': { expected: [401, 403, 403, 403, 200, 403] },
  'POST /v1/ops/shipments/{id}/retry': { expected: [401, 403, 403, 403, 503, 403] },
  'POST /v1/ops/shipments/{id}/abandon': { expected: [401, 403, 403, 403, 503, 403], body: { reason: 'lost' } },
  'GET /v1/ops/programs/{id}/models': { expected: [401, 403, 403, 403, 200, 403] },
  'POST /v1/ops/programs/{id}/models/refresh': { expected: [401, 403, 403, 403, 503, 403] },
  // No model was ever in charge of the fixture's program.
  'POST /v1/ops/programs/{id}/models/rollback': { expected: [401, 403, 403, 403, 409, 403], body: { reason: 'worse' } },
  'GET /v1/ops/returns': { expected: [401, 403, 403, 403, 200, 403] },
  'GET /v1/ops/dead-events': { expected: [401, 403, 403, 403, 200, 403] },
  'GET /v1/ops/metrics': { expected: [401, 403, 403, 403, 200, 403] },
  'GET /v1/ops/subscriptions': { expected: [401, 403, 403, 403, 200, 403] },
  'POST /v1/ops/test-clocks': {
    expected: [401, 403, 403, 403, 201, 403],
    body: { programId: 'test-toys', speed: 1_000 },
  },
  'DELETE /v1/ops/test-clocks/{id}': { expected: [401, 403, 403, 403, 200, 403] },
  'GET /healthz': { expected: [200, 200, 200, 200, 200, 200] },
  'GET /readyz': { expected: [200, 200, 200, 200, 200, 200] },
  'GET /metrics': { expected: [200, 200, 200, 200, 200, 200] },
  'GET /openapi.json': { expected: [200, 200, 200, 200, 200, 200] },
};

let rig: ApiRig;
let optOutToken = '';
const ids = {
  programs: 'test-toys',
  subscriptions: '',
  shipments: '',
  surveys: '',
  orders: '',
  offers: '',
  deliveries: '',
  'test-clocks': '',
};

beforeAll(async () => {
  rig = await ApiRig.open();
  ids.subscriptions = await signUp(rig, 'cus_1');
  await storeCycle(rig, ids.subscriptions, 1);
  ids.shipments = await storeShipment(rig, ids.subscriptions, 1, { phase: 'delivered', deliveredAt: new Date() });
  ({ id: ids.surveys, optOutToken } = await storeSurvey(rig, ids.subscriptions));
  const promise = { programId: 'test-toys', sku: 'toy-01', location: townHall, kind: 'oneHour' };
  const world = new Delivering(rig);
  // Enough on shift that windows of one-hour delivery are open.
  await Promise.all(Array.from({ length: 20 }, () => world.courier()));
  ids.deliveries = await world.delivery({ customerId: 'cus_1' });
  await world.put('courier_1', 'shift', { zoneId: zone.id, until: new Date(Date.now() + 4 * 3_600_000).toISOString() });
  ids.offers = (await world.offer('courier_1', [ids.deliveries], 600_000)) ?? '';
  orderBody.promiseId = (await rig.call('POST', '/v1/promises', { role: 'customer', body: promise })).body.id;
});

afterAll(async () => {
  const { rows } = await rig.database.pool.query('SELECT id FROM test_clocks');
  for (const { id } of rows) await rig.call('DELETE', `/v1/ops/test-clocks/${id}`, { role: 'operator' });
  await rig.close();
});

function fill(path: string): string {
  const [kind] =
    /(programs|subscriptions|shipments|surveys|orders|offers|deliveries|test-clocks)(?=\/\{id\})/.exec(path) ?? [];
  return path
    .replace('{id}', ids[kind as keyof typeof ids] ?? '')
    .replace('{n}', '1')
    .replace('{token}', optOutToken)
    .replace('{sku}', 'toy-09');
}

test('the matrix has every route of the API, and no other', async () => {
  const { body } = await rig.call('GET', '/openapi.json');
  const routes = Object.entries<object>(body.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(routes.sort()).toEqual(Object.keys(matrix).sort());
});

describe.each(Object.entries(matrix))('%s', (route, { expected, body, query = '' }) => {
  test.each(Object.keys(callers).map((name, index) => [name, expected[index]] as const))(
    '%s: %i',
    async (name, status) => {
      const [method = '', path = ''] = route.split(' ');
      const answer = await rig.call(method, fill(path) + query, {
        ...callers[name],
        ...(body === undefined ? {} : { body }),
      });
      expect(answer.status).toBe(status);
      // A fixture that the next row needs.
      if (route === 'POST /v1/ops/test-clocks' && answer.status === 201) ids['test-clocks'] = answer.body.id;
      if (route === 'POST /v1/orders' && answer.status === 201) ids.orders = answer.body.id;
    },
  );
});

/** Routes by whose path something is looked up; forgetting what was done with an item is the same for an unknown one. */
const lookups = Object.entries(matrix).filter(
  ([route]) => /\{(id|sku)\}/.test(route) && route !== 'DELETE /v1/me/profile/items/{sku}',
);

test.each(lookups)('%s: an unknown ID is a 404 that repeats it', async (route, { expected, body, query = '' }) => {
  const [method = '', path = ''] = route.split(' ');
  const allowed = expected.findLastIndex((status) => status !== 401 && status !== 403);
  const answer = await rig.call(method, path.replace(/\{(id|sku)\}/, 'none-such').replace('{n}', '1') + query, {
    ...callers[Object.keys(callers)[allowed] ?? ''],
    ...(body === undefined ? {} : { body }),
  });
  expect(answer.body).toMatchObject({ status: 404, detail: expect.stringMatching(/^there is no .* none-such$/) });
});

test('what was not allowed changed nothing', async () => {
  const courierRoute = `scope LIKE '%/v1/offers/%' OR scope LIKE '%/v1/deliveries/%'`;
  const strangers = `scope LIKE '%cus_2%' OR (scope LIKE 'courier:%' AND NOT (${courierRoute}))`;
  expect(await rig.count('idempotency_keys', strangers)).toBe(0);
  expect(await rig.count('subscriptions', `customer_id <> 'cus_1'`)).toBe(0);
  expect(await rig.count('ratings')).toBe(1);
  expect(await rig.count('tracking_events')).toBe(0);
});

test('a command that no worker could take leaves nothing behind', async () => {
  // One of each for every sign-up and order, and none from the commands above.
  const accepted = (await rig.count('subscriptions')) + (await rig.count('orders'));
  expect(await rig.count('addresses')).toBe(accepted);
  expect(await rig.count('payment_methods')).toBe(accepted);
});
