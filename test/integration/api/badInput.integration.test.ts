import { openWithBox } from './fixtures';
import { address, ApiRig, signUpBody } from './rig';

let rig: ApiRig;
let subscriptionId = '';
let shipmentId = '';
beforeAll(async () => {
  ({ rig, subscriptionId, shipmentId } = await openWithBox());
});
afterAll(() => rig.close());

const at = (path: string): string => path.replace('{sub}', subscriptionId).replace('{ship}', shipmentId);

/** Route, body, and the one field and rule that the refusal must name. */
type Case = [route: string, body: unknown, field: string, rule: string];

const signUpCases = (
  [
    [{ programId: undefined }, 'programId', 'required'],
    [{ programId: 'no-such' }, 'programId', 'exists'],
    [{ planId: 7 }, 'planId', 'type:string'],
    [{ email: 'not an address' }, 'email', 'format:email'],
    [{ email: `${'x'.repeat(250)}@example.com` }, 'email', 'max:254'],
    [{ zone: 'Mars/Olympus' }, 'zone', 'zone'],
    [{ zone: 'UTC+3' }, 'zone', 'zone'],
    [{ address: undefined }, 'address', 'required'],
    [{ address: { ...address, name: '   ' } }, 'address.name', 'min:1'],
    [{ address: { ...address, name: 'x'.repeat(101) } }, 'address.name', 'max:100'],
    [{ address: { ...address, line1: 'a\u0000b' } }, 'address.line1', 'format:regex'],
    [{ address: { ...address, city: 'a\nb' } }, 'address.city', 'format:regex'],
    [{ address: { ...address, city: '\ud800' } }, 'address.city', 'format:regex'],
    [{ address: { ...address, country: 'gb' } }, 'address.country', 'format:regex'],
    [{ address: { ...address, planet: 'Earth' } }, 'address.planet', 'undeclared'],
    [{ address: { ...address, location: { lat: 90.5, lng: 0 } } }, 'address.location.lat', 'max:90'],
    [{ address: { ...address, location: { lat: 53 } } }, 'address.location.lng', 'required'],
    [{ address: { ...address, location: { lat: '53', lng: 0 } } }, 'address.location.lat', 'type:number'],
    [{ paymentToken: '4111111111111111' }, 'paymentToken', 'format:regex'],
    [{ paymentToken: '' }, 'paymentToken', 'format:regex'],
    [{ preferences: { likes: [] } }, 'preferences.dislikes', 'required'],
    [{ preferences: { likes: ['chess'], dislikes: [] } }, 'preferences.likes.0', 'interest'],
    [{ preferences: { likes: ['science'], dislikes: ['science'] } }, 'preferences.dislikes.0', 'once'],
    [{ preferences: { likes: ['science', 'science'], dislikes: [] } }, 'preferences.likes.1', 'once'],
    [{ preferences: { ageYears: 121, likes: [], dislikes: [] } }, 'preferences.ageYears', 'max:120'],
    [{ preferences: { ageYears: 4.5, likes: [], dislikes: [] } }, 'preferences.ageYears', 'type:int'],
    [{ testClockId: 'clk_none' }, 'testClockId', 'exists'],
    [{ customerId: 'a b' }, 'customerId', 'format:regex'],
    [{ status: 'cancelled' }, 'status', 'undeclared'],
  ] as [Record<string, unknown>, string, string][]
).map(([change, field, rule]): Case => ['POST /v1/subscriptions', signUpBody(change), field, rule]);

const cases: Case[] = [
  ...signUpCases,
  ['POST /v1/subscriptions', [], 'body', 'type:object'],
  ['POST /v1/subscriptions/{sub}/pause', { until: 'May' }, 'until', 'undeclared'],
  ['POST /v1/subscriptions/{sub}/resume', { now: true }, 'now', 'undeclared'],
  ['POST /v1/subscriptions/{sub}/cancel', { reason: 5 }, 'reason', 'type:string'],
  ['POST /v1/subscriptions/{sub}/cancel', { reason: 'x'.repeat(501) }, 'reason', 'max:500'],
  ['PATCH /v1/subscriptions/{sub}/address', { ...address, postalCode: '' }, 'postalCode', 'min:1'],
  ['PATCH /v1/subscriptions/{sub}/preferences', { likes: ['nope'], dislikes: [] }, 'likes.0', 'interest'],
  ['PATCH /v1/subscriptions/{sub}/plan', {}, 'planId', 'required'],
  ['PATCH /v1/subscriptions/{sub}/payment-method', { paymentToken: 'a b' }, 'paymentToken', 'format:regex'],
  ['POST /v1/subscriptions/{sub}/cycles/0/skip', {}, 'n', 'min:1'],
  ['POST /v1/subscriptions/{sub}/cycles/first/skip', {}, 'n', 'format:regex'],
  ['POST /v1/subscriptions/{sub}/cycles/1/unskip', { force: true }, 'force', 'undeclared'],
  ['POST /v1/subscriptions/{sub}/cycles/1/swap', {}, 'sku', 'required'],
  ['POST /v1/subscriptions/{sub}/cycles/1/swap', { sku: '' }, 'sku', 'min:1'],
  ['POST /v1/subscriptions/with%20blank/pause', {}, 'id', 'format:regex'],
  ['POST /v1/shipments/{ship}/ratings', { stars: 0 }, 'stars', 'min:1'],
  ['POST /v1/shipments/{ship}/ratings', { stars: 6 }, 'stars', 'max:5'],
  ['POST /v1/shipments/{ship}/ratings', { stars: 4.5 }, 'stars', 'type:int'],
  ['POST /v1/shipments/{ship}/ratings', { stars: '5' }, 'stars', 'type:number'],
  ['POST /v1/shipments/{ship}/ratings', { stars: 5, comment: '\u0007' }, 'comment', 'format:regex'],
  ['GET /v1/subscriptions?limit=0', undefined, 'limit', 'min:1'],
  ['GET /v1/subscriptions?limit=101', undefined, 'limit', 'max:100'],
  ['GET /v1/subscriptions?limit=ten', undefined, 'limit', 'format:regex'],
  ['GET /v1/subscriptions?limit=1&limit=2', undefined, 'limit', 'once'],
  ['GET /v1/subscriptions?sort=price', undefined, 'sort', 'undeclared'],
  ['GET /v1/subscriptions?cursor=forged', undefined, 'cursor', 'cursor'],
  ['GET /v1/subscriptions/{sub}/cycles?cursor=eyJiZWxvdyI6MX0x', undefined, 'cursor', 'cursor'],
  ['GET /v1/subscriptions/{sub}/shipments?cursor=e30', undefined, 'cursor', 'cursor'],
  ['GET /v1/programs?region=GB', undefined, 'region', 'undeclared'],
];

const opsCases: Case[] = [
  [
    'POST /v1/ops/shipments/{ship}/retry',
    { address: { ...address, country: 'Britain' } },
    'address.country',
    'format:regex',
  ],
  ['POST /v1/ops/shipments/{ship}/abandon', {}, 'reason', 'required'],
  ['POST /v1/ops/test-clocks', { programId: 'test-toys', speed: 0.5 }, 'speed', 'min:1'],
  ['POST /v1/ops/test-clocks', { programId: 'none', speed: 10 }, 'programId', 'exists'],
  ['GET /v1/ops/subscriptions?status=sleeping', undefined, 'status', 'oneOf'],
  ['GET /v1/ops/attention?cursor=e30', undefined, 'cursor', 'cursor'],
  ['GET /v1/subscriptions', undefined, 'customerId', 'required'],
];

async function expectRefusal([route, body, field, rule]: Case, role: 'customer' | 'operator'): Promise<void> {
  const tables = [
    'subscriptions',
    'addresses',
    'payment_methods',
    'outbox',
    'ratings',
    'test_clocks',
    'idempotency_keys',
  ];
  const countAll = () => Promise.all(tables.map((table) => rig.count(table)));
  const before = await countAll();
  const [method = '', path = ''] = route.split(' ');
  const answer = await rig.call(method, at(path), { role, ...(body === undefined ? {} : { body }) });
  expect(answer.status).toBe(400);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: 'urn:everbox:problem:InvalidRequest', status: 400 });
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(answer.body.errors).toContainEqual(
    expect.objectContaining({ field, rule, message: expect.stringMatching(/\w/) }),
  );
  expect(answer.body.detail).toContain(answer.body.errors[0].message);
  expect(await countAll()).toEqual(before);
}

test.each(cases)('%s %j names %s (%s)', (...bad) => expectRefusal(bad, 'customer'));
test.each(opsCases)('%s %j names %s (%s)', (...bad) => expectRefusal(bad, 'operator'));

test.each([
  [{ testClockId: 'clk_none' }, 'there is no test clock clk_none'],
  [{ paymentToken: '4242' }, /1 to 200 letters, digits or _ \. : -, and not digits alone/],
  [{ email: 'not an address' }, 'must be an e-mail address'],
])('what %j breaks is told in words', async (change, message) => {
  const { body } = await rig.call('POST', '/v1/subscriptions', { role: 'customer', body: signUpBody(change) });
  expect(body.errors).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
});

test('the link of a message that is no link of ours is refused in words', async () => {
  const { status, body } = await rig.call('PUT', '/v1/survey-opt-outs/zzz', { role: 'customer', body: {} });
  expect([status, body.detail]).toEqual([400, 'token: must be a UUID']);
});

test('every fault is named, not only the first', async () => {
  const body = { ...signUpBody({ email: 'x', zone: 'y' }), extra: 1 };
  const answer = await rig.call('POST', '/v1/subscriptions', { role: 'customer', body });
  const fields = answer.body.errors.map(({ field }: { field: string }) => field);
  expect(fields.sort()).toEqual(['email', 'extra', 'zone']);
});

test('a key of a prototype is refused by its name', async () => {
  const rawBody = `{"__proto__": {"planId": "weekly"}, ${JSON.stringify(signUpBody()).slice(1)}`;
  const { status, body } = await rig.call('POST', '/v1/subscriptions', { role: 'customer', rawBody });
  expect([status, body.errors[0].rule]).toEqual([400, 'name']);
});

describe('Idempotency-Key', () => {
  const writes = [
    'POST /v1/subscriptions',
    'POST /v1/subscriptions/{sub}/pause',
    'POST /v1/subscriptions/{sub}/cycles/1/skip',
    'PATCH /v1/subscriptions/{sub}/address',
    'POST /v1/shipments/{ship}/ratings',
  ];
  const bodies: Record<string, unknown> = { subscriptions: signUpBody(), address, ratings: { stars: 5 } };
  const bodyOf = (path: string) => bodies[path.split('/').at(-1) ?? ''] ?? {};

  test.each(writes)('%s asks for one', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const { status, body } = await rig.call(method, at(path), { role: 'customer', key: null, body: bodyOf(path) });
    expect([status, body.type]).toEqual([400, 'urn:everbox:problem:MissingIdempotencyKey']);
  });

  test.each(['', 'x'.repeat(129), 'a b', 'ä'])('%j is refused', async (key) => {
    const options = { role: 'customer', key: null, body: signUpBody() } as const;
    const headers = { 'idempotency-key': key };
    const answer = await rig.call('POST', '/v1/subscriptions', { ...options, headers });
    expect([answer.status, answer.body.errors?.[0].field]).toEqual([400, 'Idempotency-Key']);
  });
});
