import { patiently } from '#test/support/patiently';
import { ApiRig, address, signUpBody } from './rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

const signUp = (change: Record<string, unknown> = {}, key?: string, subject = 'cus_1') =>
  rig.call('POST', '/v1/subscriptions', {
    role: 'customer',
    subject,
    body: signUpBody(change),
    ...(key ? { key } : {}),
  });

async function storedRows(): Promise<number[]> {
  const tables = ['subscriptions', 'addresses', 'payment_methods', 'outbox', 'idempotency_keys'];
  return Promise.all(tables.map((table) => rig.count(table)));
}

describe('sign-up', () => {
  test('is accepted in one transaction, together with its message to the relay', async () => {
    const before = await storedRows();
    const { status, body, headers } = await signUp();
    expect(status).toBe(201);
    expect(headers.get('location')).toBe(`/v1/subscriptions/${body.id}`);
    expect(body.id).toMatch(/^sub_[A-Za-z0-9]{24,}$/);
    expect(body).toMatchObject({
      customerId: 'cus_1',
      status: 'active',
      nextCycle: 1,
      address: { ...address, line2: null },
    });
    expect(JSON.stringify(body)).not.toContain('tok_ok');
    expect(await storedRows()).toEqual(before.map((count) => count + 1));

    const { rows } = await rig.database.pool.query('SELECT payload FROM outbox ORDER BY id DESC LIMIT 1');
    const { state, clock, zone, answered } = rows[0].payload;
    expect({ clock, zone, answered }).toEqual({
      clock: { originWallMs: 0, originBusinessMs: 0, speed: 1 },
      zone: 'Europe/London',
      answered: [],
    });
    expect(state).toMatchObject({ id: body.id, nextCycle: 1, open: null, lastClosed: null, revision: 0 });
    expect(state.anchor).toEqual({ atMs: state.nextOpenAtMs, cycle: 1, planId: 'monthly' });
    expect(JSON.stringify(rows[0].payload)).not.toMatch(/Person|Leeds|tok_ok|example\.com/);
  });

  test('is readable at once, by its customer', async () => {
    const { body } = await signUp({}, undefined, 'cus_reader');
    const read = await rig.call('GET', `/v1/subscriptions/${body.id}`, { role: 'customer', subject: 'cus_reader' });
    expect(read.body).toEqual(body);
  });

  test('100 identical requests at once are one subscription, and all get the same answer', async () => {
    const [subscriptions = 0, ...others] = await storedRows();
    const identical = () => patiently(() => signUp({}, 'one-key', 'cus_eager'));
    const answers = await Promise.all(Array.from({ length: 100 }, identical));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.get('location'))).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replay') !== 'true')).toHaveLength(1);
    expect(await storedRows()).toEqual([subscriptions + 1, ...others.map((count) => count + 1)]);
  });

  test('the same key with another body is refused and changes nothing', async () => {
    await signUp({}, 'reused');
    const before = await storedRows();
    const { status, body } = await signUp({ planId: 'weekly' }, 'reused');
    expect([status, body.type]).toEqual([422, 'urn:everbox:problem:IdempotencyKeyReused']);
    expect(await storedRows()).toEqual(before);
  });

  test('the same key of another customer is another key', async () => {
    const [a, b] = [await signUp({}, 'shared', 'cus_a'), await signUp({}, 'shared', 'cus_b')];
    expect([a.body.customerId, b.body.customerId]).toEqual(['cus_a', 'cus_b']);
  });

  test('a business refusal is kept under its key, a typo is not', async () => {
    const abroad = { address: { ...address, country: 'US' } };
    const refused = await signUp(abroad, 'abroad');
    expect([refused.status, refused.body.errors[0].field]).toEqual([422, 'address.country']);
    const again = await signUp(abroad, 'abroad');
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect(again.body).toEqual(refused.body);

    const typo = await signUp({ programId: 'test-toyz' }, 'typo');
    expect([typo.status, typo.body.errors[0]]).toEqual([
      400,
      expect.objectContaining({ field: 'programId', rule: 'exists' }),
    ]);
    expect((await signUp({}, 'typo')).status).toBe(201);
  });

  test('spreads subscriptions over the cohorts of the program', async () => {
    await Promise.all(Array.from({ length: 24 }, (_, n) => signUp({}, undefined, `cus_${n}`)));
    const { rows } = await rig.database.pool.query('SELECT DISTINCT cohort FROM subscriptions ORDER BY 1');
    expect(rows.map(({ cohort }) => cohort)).toEqual(['0', '1']);
  });

  test('operators and services name the customer; a customer is nobody else', async () => {
    for (const role of ['operator', 'service'] as const) {
      const options = { role, subject: 'staff' };
      const named = await rig.call('POST', '/v1/subscriptions', {
        ...options,
        body: signUpBody({ customerId: 'cus_named' }),
      });
      expect([named.status, named.body.customerId]).toEqual([201, 'cus_named']);
      const unnamed = await rig.call('POST', '/v1/subscriptions', { ...options, body: signUpBody() });
      expect([unnamed.status, unnamed.body.errors[0].field]).toEqual([400, 'customerId']);
    }
    expect((await signUp({ customerId: 'cus_other' })).status).toBe(403);
  });
});
