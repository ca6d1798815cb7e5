import pino from 'pino';
import { createApi, listen, type Listening } from '#api/server';
import { Customer, call } from '#test/support/customer';
import { FakeReads } from '#test/support/facadeReads';
import { World } from '#test/support/world';
import { waitFor } from '#test/support/waitFor';
import { address } from './rig';
import { patiently } from '#test/support/patiently';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'api commands' });
});
afterAll(() => world.close());

const problem = (name: string): string => `urn:everbox:problem:${name}`;

/** A customer whose first cycle is open. */
async function newCustomer(): Promise<Customer> {
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  return customer;
}

/** Another process of the API, on the same database, whose task queue nobody polls. */
function apiWithoutWorker({ database, temporal, config }: World): Promise<Listening> {
  const settings = { jwtSecret: config.api.jwtSecret, webhookSecret: config.partners.webhookSecret, testClocks: true };
  const parts = { db: database.pool, temporal, taskQueue: 'nobody-polls-this', facadeReads: new FakeReads() };
  return listen(createApi({ ...parts, settings, logger: pino({ level: 'silent' }) }), { host: '127.0.0.1', port: 0 });
}

test('customers read what they wrote', async () => {
  const customer = await newCustomer();
  const { alternatives } = (await customer.get('/cycles/1')).body;
  const swapped = await customer.post('/cycles/1/swap', { sku: alternatives[2].sku });
  expect([swapped.status, swapped.body.cycle.sku]).toEqual([200, alternatives[2].sku]);
  const skipped = await customer.post('/cycles/1/skip');
  expect(skipped.body.cycle).toMatchObject({ number: 1, status: 'open', skipped: true });
  const { body } = await customer.get('/cycles/1');
  expect(body).toMatchObject({ skipped: true, chosenBy: 'customer', selection: { sku: alternatives[2].sku } });
  expect(body.cutoffAt).toBe(swapped.body.cycle.cutoffAt);
});

test('50 requests of one key at once are one change, and all get the same answer', async () => {
  const customer = await newCustomer();
  const before = (await customer.get('/cycles/1')).body;
  const skip = () => patiently(() => customer.post('/cycles/1/skip', {}, 'fifty'));
  const answers = await Promise.all(Array.from({ length: 50 }, skip));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect((await customer.post('/cycles/1/skip', {}, 'fifty')).headers.get('idempotent-replay')).toBe('true');
  expect(before.skipped).toBe(false);
  const { rows } = await world.database.pool.query('SELECT revision FROM subscriptions WHERE id = $1', [
    customer.subscriptionId,
  ]);
  expect(rows[0].revision).toBe(answers[0]?.body.revision);
});

test('a retry whose first answer was lost gets that answer from the workflow', async () => {
  const customer = await newCustomer();
  const first = await customer.post('/cycles/1/skip', {}, 'lost');
  // As if the API had died between the update and the record of its answer.
  await world.database.pool.query(`UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = 'lost'`);
  const again = await customer.post('/cycles/1/skip', {}, 'lost');
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(again.headers.get('idempotent-replay')).toBeNull();
});

test('a refusal of the workflow is a problem, and is kept under its key', async () => {
  const customer = await newCustomer();
  const refused = await customer.post('/cycles/1/unskip', {}, 'refused');
  expect([refused.status, refused.body.type]).toEqual([409, problem('NotSkipped')]);
  await customer.post('/cycles/1/skip');
  const again = await customer.post('/cycles/1/unskip', {}, 'refused');
  expect(again.body).toEqual(refused.body);
  expect((await customer.post('/cycles/1/unskip')).status).toBe(200);

  const stranger = await customer.post('/cycles/1/swap', { sku: 'no-such-toy' });
  expect([stranger.status, stranger.body.type]).toEqual([422, problem('NotAnAlternative')]);
  const early = await customer.post('/cycles/7/skip');
  expect([early.status, early.body.type]).toEqual([409, problem('NoOpenCycle')]);
});

test('pause, resume and cancel', async () => {
  const customer = await newCustomer();
  expect((await customer.post('/resume')).body.type).toBe(problem('NotPaused'));
  expect((await customer.post('/pause')).body.status).toBe('paused');
  expect((await customer.post('/pause')).body.type).toBe(problem('NotActive'));
  expect((await customer.post('/resume')).body.status).toBe('active');
  const cancelled = await customer.post('/cancel', { reason: 'moving away' }, 'cancel');
  expect(cancelled.body.status).toBe('cancelled');
  expect((await customer.get()).body).toMatchObject({ status: 'cancelled', cancelReason: 'moving away' });
  await waitFor('the workflow to end', async () => {
    const { status } = await world.temporal.workflow.getHandle(customer.workflowId).describe();
    return status.name === 'COMPLETED' ? true : undefined;
  });
  const ended = 'SELECT ended_at FROM subscriptions WHERE id = $1 AND ended_at BETWEEN created_at AND now()';
  expect((await world.database.pool.query(ended, [customer.subscriptionId])).rowCount).toBe(1);
  const late = await customer.post('/pause');
  expect([late.status, late.body.type]).toEqual([409, problem('SubscriptionEnded')]);
  expect((await customer.post('/cancel', { reason: 'moving away' }, 'cancel')).body).toEqual(cancelled.body);
});

test('address, preferences, plan and payment method', async () => {
  const customer = await newCustomer();
  const moved = { ...address, line1: '2 Low Street' };
  expect((await customer.patch('/address', moved, 'move')).status).toBe(200);
  expect((await customer.patch('/address', moved, 'move')).headers.get('idempotent-replay')).toBe('true');
  const preferences = { ageYears: 7, likes: ['science'], dislikes: ['building'] };
  expect((await customer.patch('/preferences', preferences)).body.preferences).toEqual(preferences);
  expect((await customer.patch('/plan', { planId: 'weekly' })).body.planId).toBe('weekly');
  expect((await customer.patch('/payment-method', { paymentToken: 'tok_second' })).status).toBe(200);
  const { body } = await customer.get();
  expect(body).toMatchObject({ address: { ...moved, line2: null }, preferences, planId: 'weekly' });
  const { rows } = await world.database.pool.query(
    `SELECT p.token FROM subscriptions s JOIN payment_methods p ON p.id = s.payment_method_id WHERE s.id = $1`,
    [customer.subscriptionId],
  );
  expect(rows).toEqual([{ token: 'tok_second' }]);

  const unknown = await customer.patch('/plan', { planId: 'daily' });
  expect([unknown.status, unknown.body.type]).toEqual([422, problem('UnknownPlan')]);
  const abroad = await customer.patch('/address', { ...address, country: 'US' });
  expect([abroad.status, abroad.body.type]).toEqual([422, problem('RegionNotServed')]);
  expect((await customer.get()).body.address.country).toBe('GB');
});

test('after the cutoff a change is refused with the time of the cutoff', async () => {
  // A month in 26 seconds: the cutoff, two to three days on, comes within three.
  const customer = await Customer.signUp(world, { testClockId: await world.testClock(100_000) });
  const { cutoffAt } = await customer.opened(1);
  await customer.closed(1);
  const late = await customer.post('/cycles/1/skip');
  expect([late.status, late.body.type, late.body.cutoffAt]).toEqual([409, problem('CutoffPassed'), cutoffAt]);
});

test('a sign-up that the relay has not delivered yet is being set up', async () => {
  const idle = await World.open({ title: 'api set-up', worker: false });
  try {
    const customer = await Customer.signUp(idle);
    expect((await customer.post('/pause', {}, 'early')).status).toBe(503); // no worker at all
    // A worker, and with it the relay, that is kept from this sign-up.
    await idle.database.pool.query(`UPDATE outbox SET not_before = now() + interval '1 hour'`);
    await idle.startWorker();
    const early = await waitFor('the worker to be seen', async () => {
      const answer = await customer.post('/pause', {}, 'early');
      return answer.body.type === problem('BeingSetUp') ? answer : undefined;
    });
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1']);
    await idle.database.pool.query('UPDATE outbox SET not_before = now()');
    await customer.opened(1);
    expect((await customer.post('/pause', {}, 'early')).body.status).toBe('paused');
  } finally {
    await idle.close();
  }
});

test('a command that met no worker is taken once when one is back, by a retry with its key', async () => {
  const lonely = await World.open({ title: 'api lonely' });
  try {
    const customer = await Customer.signUp(lonely);
    await customer.opened(1);
    const { revision } = (await customer.patch('/plan', { planId: 'weekly' })).body;
    // Temporal lists a poller for a while after it has gone, so this one waits for the update's deadline.
    await lonely.stopWorker();
    const alone = await customer.post('/cycles/1/skip', {}, 'patient');
    expect([alone.status, alone.body.type]).toEqual([503, problem('Unavailable')]);
    expect(Number(alone.headers.get('retry-after'))).toBeGreaterThan(0);
    const sent = 'it may have been taken; ask again with the same key';
    expect(alone.body).toMatchObject({
      detail: `the workflow service does not answer; ${sent}`,
      mayHaveBeenTaken: true,
    });
    // An API to which no worker is known: it must not say that nothing was changed of what another one has sent.
    const idle = await apiWithoutWorker(lonely);
    const path = `/v1/subscriptions/${customer.subscriptionId}/cycles/1/skip`;
    const skipThere = (key: string) => call({ apiUrl: idle.url }, customer.token, 'POST', path, {}, key);
    const retried = await skipThere('patient');
    expect(retried.body).toMatchObject({ status: 503, detail: `no worker is up; ${sent}`, mayHaveBeenTaken: true });
    const fresh = await skipThere('fresh');
    expect(fresh.body).toMatchObject({ detail: 'no worker is up; nothing was changed', mayHaveBeenTaken: false });
    await idle.close();
    await lonely.startWorker();
    const taken = await customer.post('/cycles/1/skip', {}, 'patient');
    expect([taken.status, taken.body]).toMatchObject([200, { revision: revision + 1, cycle: { skipped: true } }]);
    expect((await customer.post('/cycles/1/skip')).body.type).toBe(problem('AlreadySkipped'));
  } finally {
    await lonely.close();
  }
});

test('ops may only retry what is parked', async () => {
  const customer = await Customer.signUp(world, { testClockId: await world.testClock(100_000) });
  await customer.shipmentIn(1, 'delivered', 'done');
  const operator = await world.token('operator', 'ops');
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}`;
  const retry = await call(world, operator, 'POST', `${path}/retry`, {});
  expect([retry.status, retry.body.type]).toEqual([409, problem('NotParked')]);
  const abandon = await call(world, operator, 'POST', `${path}/abandon`, { reason: 'too late' });
  expect([abandon.status, abandon.body.type]).toEqual([409, problem('TooLateToAbandon')]);
});

test('a test clock has a Schedule until it ends, and takes no sign-up after', async () => {
  const id = await world.testClock(1_000);
  const schedule = world.temporal.schedule.getHandle(`cycles:test-toys:clock-${id}`);
  expect((await schedule.describe()).spec.intervals).toEqual([expect.objectContaining({ every: 1_000 })]);
  const operator = await world.token('operator', 'ops');
  const first = await call(world, operator, 'DELETE', `/v1/ops/test-clocks/${id}`);
  expect([first.status, first.body.endedAt]).toEqual([200, expect.any(String)]);
  expect((await call(world, operator, 'DELETE', `/v1/ops/test-clocks/${id}`)).body).toEqual(first.body);
  await expect(schedule.describe()).rejects.toThrow(/not found/i);
  await expect(Customer.signUp(world, { testClockId: id })).rejects.toThrow(/has ended/);
});
