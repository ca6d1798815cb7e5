import { publishProgram } from '#db/catalog/programs';
import { lockSignUps } from '#db/subscriptions/signUp';
import { patiently } from '#test/support/patiently';
import { toyItems, toyProgram } from '#test/support/toyProgram';
import { type Answer, ApiRig, signUpBody } from './rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

interface SignUp {
  key?: string;
  change?: Record<string, unknown>;
}

const signUp = (subject: string, { key, change }: SignUp = {}): Promise<Answer> =>
  patiently(() =>
    rig.call('POST', '/v1/subscriptions', {
      role: 'customer',
      subject,
      body: signUpBody(change),
      ...(key ? { key } : {}),
    }),
  );

const subscriptionsOf = (customer: string) => rig.count('subscriptions', `customer_id = '${customer}'`);

test('of fifty sign-ups of one customer at once, as many are accepted as one may have', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => signUp('cus_many', { key: `many-${n}` })));
  const accepted = answers.flatMap(({ status }, n) => (status === 201 ? [n] : []));
  const refused = answers.flatMap(({ status }, n) => (status === 409 ? [n] : []));
  expect([accepted.length, refused.length, await subscriptionsOf('cus_many')]).toEqual([20, 30, 20]);
  expect(answers[refused[0]!]!.body).toMatchObject({
    type: 'urn:everbox:problem:TooManySubscriptions',
    detail: 'a customer may have 20 uncancelled subscriptions of test-toys; cancel one first',
    rule: 'subscriptionsPerCustomer',
    limit: 20,
  });
  expect(await rig.count('outbox', `payload->'state'->>'customerId' = 'cus_many'`)).toBe(20);

  // What was accepted stays so, whatever the limit says of others.
  const [first] = accepted;
  const again = await signUp('cus_many', { key: `many-${first}` });
  expect([again.status, again.body]).toEqual([201, answers[first!]!.body]);
  expect((await signUp('cus_other')).status).toBe(201);

  // The refusal was about that moment: its key is free once there is room.
  const key = `many-${refused[0]}`;
  expect((await signUp('cus_many', { key })).status).toBe(409);
  await rig.database.pool.query(`UPDATE subscriptions SET status = 'cancelled' WHERE id = $1`, [again.body.id]);
  expect((await signUp('cus_many', { key })).status).toBe(201);
  expect((await signUp('cus_many')).status).toBe(409);
});

test('what is too much is refused at once, also while others of the same customer sign up', async () => {
  const client = await rig.database.pool.connect();
  try {
    await client.query('BEGIN');
    await lockSignUps(client, 'cus_many', 'test-toys');
    const options = { role: 'customer', subject: 'cus_many', body: signUpBody() } as const;
    expect((await rig.call('POST', '/v1/subscriptions', options)).status).toBe(409);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('a program raises its limit, and counts its own subscriptions only', async () => {
  const office = toyProgram({ id: 'test-office', limits: { subscriptionsPerCustomer: 22 } });
  await publishProgram(rig.database.pool, office);
  await toyItems(rig.database.pool, office);
  for (let n = 0; n < 22; n++) {
    expect((await signUp('cus_office', { change: { programId: 'test-office' } })).status).toBe(201);
  }
  expect((await signUp('cus_office', { change: { programId: 'test-office' } })).body.limit).toBe(22);
  expect((await signUp('cus_office')).status).toBe(201);
});
