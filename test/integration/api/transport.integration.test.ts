import { SignJWT } from 'jose';
import { issueToken } from '#api/http/auth/tokens';
import { signUp } from './fixtures';
import { ApiRig, jwtSecret, signUpBody } from './rig';

let rig: ApiRig;
let subscriptionId = '';
beforeAll(async () => {
  rig = await ApiRig.open();
  subscriptionId = await signUp(rig);
});
afterAll(() => rig.close());

const post = (rawBody: string, headers: Record<string, string> = {}) =>
  rig.call('POST', '/v1/subscriptions', { role: 'customer', rawBody, headers });

test('damaged JSON is a problem of its own', async () => {
  const { status, body } = await post('{"programId": ');
  expect([status, body.type]).toEqual([400, 'urn:everbox:problem:MalformedJson']);
});

test('another content type is refused', async () => {
  const { status, body } = await post('programId=test-toys', { 'content-type': 'application/x-www-form-urlencoded' });
  expect([status, body.type]).toEqual([415, 'urn:everbox:problem:UnsupportedMediaType']);
});

test('an unknown charset or encoding is refused', async () => {
  const json = JSON.stringify(signUpBody());
  expect((await post(json, { 'content-type': 'application/json; charset=klingon' })).status).toBe(415);
  expect((await post(json, { 'content-encoding': 'snail' })).status).toBe(415);
});

test('a body above 100 kB is refused', async () => {
  const { status, body } = await post(JSON.stringify(signUpBody({ email: 'x'.repeat(110_000) })));
  expect([status, body.type]).toEqual([413, 'urn:everbox:problem:BodyTooLarge']);
});

test('an unknown path, and a path that cannot be decoded', async () => {
  for (const path of ['/v1/nothing', '/', '/v2/subscriptions']) {
    const { status, body } = await rig.call('GET', path, { role: 'operator' });
    expect([status, body.type]).toEqual([404, 'urn:everbox:problem:NotFound']);
  }
  const { status, body } = await rig.call('GET', '/v1/programs/%E0%A4%A', { role: 'customer' });
  expect([status, body.type]).toEqual([400, 'urn:everbox:problem:InvalidRequest']);
});

test.each([
  ['PUT', '/v1/subscriptions', 'GET, HEAD, POST'],
  ['DELETE', '/v1/subscriptions/sub_1', 'GET, HEAD'],
  ['GET', '/v1/subscriptions/sub_1/pause', 'POST'],
  ['GET', '/v1/subscriptions/sub_1/address', 'PATCH'],
  ['PATCH', '/v1/ops/test-clocks/clk_1', 'DELETE'],
  ['POST', '/metrics', 'GET, HEAD'],
])('%s %s is not offered; %s is', async (method, path, allow) => {
  const answer = await rig.call(method, path, { role: 'operator' });
  expect([answer.status, answer.body.type]).toEqual([405, 'urn:everbox:problem:MethodNotAllowed']);
  expect(answer.headers.get('allow')).toBe(allow);
});

test('a request keeps its X-Request-Id when it is safe, and gets one otherwise', async () => {
  const ask = async (id: string) => {
    const { headers, body } = await rig.call('GET', '/v1/nothing', { headers: { 'x-request-id': id } });
    expect(body.requestId).toBe(headers.get('x-request-id'));
    return headers.get('x-request-id');
  };
  expect(await ask('trace-1.2:3_4')).toBe('trace-1.2:3_4');
  for (const bad of ['x'.repeat(65), 'a b', '<script>']) {
    expect(await ask(bad)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test("another customer's subscription looks exactly like one that never was", async () => {
  const ask = async (id: string) => {
    const { body } = await rig.call('GET', `/v1/subscriptions/${id}`, { role: 'customer', subject: 'cus_2' });
    return { ...body, requestId: '', detail: body.detail.replace(id, 'ID') }; // what was asked for is repeated
  };
  expect(await ask(subscriptionId)).toEqual(await ask('sub_none'));
});

describe('tokens', () => {
  const key = new TextEncoder().encode(jwtSecret);
  const jwt = (claims: Record<string, unknown> = {}, alg = 'HS256') => {
    const now = Math.floor(Date.now() / 1000);
    const payload = { sub: 'cus_1', role: 'customer', iss: 'everbox', aud: 'everbox', exp: now + 60, ...claims };
    return new SignJWT(payload).setProtectedHeader({ alg }).sign(key);
  };
  const unsigned = () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = { sub: 'cus_1', role: 'operator', iss: 'everbox', aud: 'everbox', exp: 9_999_999_999 };
    return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  };
  const ask = (authorization: string) => rig.call('GET', '/v1/programs', { headers: { authorization } });

  test('a good one opens', async () => {
    expect((await ask(`Bearer ${await jwt()}`)).status).toBe(200);
    expect((await ask(`bearer ${await jwt()}`)).status).toBe(200); // RFC 9110: the scheme's case does not matter
  });

  const bad: [string, () => Promise<string> | string][] = [
    ['alg none', () => `Bearer ${unsigned()}`],
    ['another algorithm', async () => `Bearer ${await jwt({}, 'HS512')}`],
    ['expired', async () => `Bearer ${await jwt({ exp: 1 })}`],
    ['no expiry', async () => `Bearer ${await jwt({ exp: undefined })}`],
    ['another audience', async () => `Bearer ${await jwt({ aud: 'elsewhere' })}`],
    ['another issuer', async () => `Bearer ${await jwt({ iss: 'elsewhere' })}`],
    ['an unknown role', async () => `Bearer ${await jwt({ role: 'root' })}`],
    ['no subject', async () => `Bearer ${await jwt({ sub: undefined })}`],
    ['a subject of another form', async () => `Bearer ${await jwt({ sub: 'a:b' })}`],
    [
      'another secret',
      async () =>
        `Bearer ${await issueToken({ subject: 'cus_1', role: 'operator', secret: 's'.repeat(40), ttlSeconds: 60 })}`,
    ],
    ['no JWT at all', () => 'Bearer abc'],
    ['another scheme', () => 'Basic Y3VzOjE='],
    ['nothing behind the scheme', () => 'Bearer '],
  ];
  test.each(bad)('%s is refused', async (_name, make) => {
    const answer = await ask(await make());
    expect([answer.status, answer.body.type]).toEqual([401, 'urn:everbox:problem:Unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="everbox", error="invalid_token"');
  });

  test('none at all gets the bare challenge', async () => {
    const answer = await rig.call('GET', '/v1/programs');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="everbox"']);
  });
});

test('the documentation is served from here, under a strict policy', async () => {
  const { status, body, headers } = await rig.call('GET', '/docs/');
  expect(status).toBe(200);
  const links = [...String(body).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) {
    expect(link).not.toMatch(/^(?:https?:)?\/\//);
    const part = await fetch(`${rig.listening.url}/docs/${link}`);
    expect([part.status, (await part.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
  }
  expect(headers.get('content-security-policy')).toContain("script-src 'self'");
  const redirect = await fetch(`${rig.listening.url}/docs`, { redirect: 'manual' });
  await redirect.arrayBuffer();
  expect([redirect.status, redirect.headers.get('location')]).toEqual([301, '/docs/']);
});

test('metrics count requests by route template, never by URL', async () => {
  await rig.call('GET', `/v1/subscriptions/${subscriptionId}`, { role: 'customer' });
  const { body } = await rig.call('GET', '/metrics');
  const sample =
    'everbox_http_request_duration_seconds_count{method="GET",route="/v1/subscriptions/{id}",status="200"}';
  expect(body).toContain(sample);
  expect(body).not.toContain(subscriptionId);
});
