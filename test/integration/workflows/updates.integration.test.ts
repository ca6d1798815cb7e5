import { Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';
import type { SubscriptionSnapshot } from '#workflows/subscription/messages';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'updates' });
});
afterAll(() => world.close());

/** Straight to the workflow, past the API's own memory of keys: the workflow must hold on its own. */
function update(customer: Customer, name: string, updateId: string, ...args: unknown[]): Promise<SubscriptionSnapshot> {
  return world.temporal.workflow
    .getHandle(customer.workflowId)
    .executeUpdate<SubscriptionSnapshot, [unknown]>(name, { updateId, args: args as [unknown] });
}

/** The rows that the updates below name: the API stores them before it sends an update. */
async function stageRows({ subscriptionId }: Customer): Promise<void> {
  await world.database.pool.query(
    `INSERT INTO addresses (id, subscription_id, name, line1, city, postal_code, country)
     VALUES ('adr_other', $1, 'A Person', '4 Other Street', 'Leeds', 'LS1 1AA', 'GB')`,
    [subscriptionId],
  );
  await world.database.pool.query(
    `INSERT INTO payment_methods (id, subscription_id, token) VALUES ('pay_other', $1, 'tok_ok_other')`,
    [subscriptionId],
  );
}

/** As the API would have worked it out. */
const courier = { kind: 'oneHour', zoneId: 'nowhere', feeCents: 499, from: null, fromAtMs: 0 };

/** Every update that a subscription knows, in an order in which each is accepted once. */
function everyUpdate(alternative: string): [string, unknown[]][] {
  return [
    ['skipCycle', [{ cycle: 1 }]],
    ['unskipCycle', [{ cycle: 1 }]],
    ['swapItem', [{ cycle: 1, sku: alternative }]],
    ['chooseDelivery', [{ cycle: 1, courier }]],
    ['changeAddress', [{ addressId: 'adr_other' }]],
    ['changePaymentMethod', [{ paymentMethodId: 'pay_other' }]],
    ['changePreferences', [{ preferences: { likes: ['science'], dislikes: [] } }]],
    ['changePlan', [{ planId: 'weekly' }]],
    ['pauseSubscription', []],
    ['resumeSubscription', []],
  ];
}

test('every update answers twice with one update ID, in one run', async () => {
  const customer = await Customer.signUp(world);
  const { alternatives } = await customer.opened(1);
  for (const [name, args] of everyUpdate(alternatives[0].sku)) {
    const first = await update(customer, name, `once-${name}`, ...args);
    expect(await update(customer, name, `once-${name}`, ...args)).toEqual(first);
  }
  const cancelled = await update(customer, 'cancelSubscription', 'once-cancel', { reason: null });
  expect(cancelled.status).toBe('cancelled');
  expect(await update(customer, 'cancelSubscription', 'once-cancel', { reason: null })).toEqual(cancelled);
});

test('changes that come all at once are taken one after the other, and their history replays', async () => {
  const everyone = await Promise.all(Array.from({ length: 5 }, () => Customer.signUp(world)));
  for (const customer of everyone) {
    const { alternatives } = await customer.opened(1);
    const answers = await Promise.all([
      ...alternatives.slice(0, 4).map(({ sku }: { sku: string }) => customer.post('/cycles/1/swap', { sku })),
      customer.post('/cycles/1/skip'),
      customer.patch('/preferences', { likes: ['science'], dislikes: [] }),
      customer.post('/cancel', { reason: 'all at once' }), // ends the run while the others are still answered
    ]);
    const revisions = answers.filter(({ status }) => status === 200).map(({ body }) => body.revision);
    expect(new Set(revisions).size).toBe(revisions.length);
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await customer.closed(1)).status).toBe('cancelled');
  }
});

test('every update answers the same across continue-as-new, and changes nothing the second time', async () => {
  const testClockId = await world.testClock(20_000);
  const customer = await Customer.signUp(world, { testClockId, planId: 'weekly' });
  const { alternatives } = await customer.opened(1);
  await stageRows(customer);
  const answers = new Map<string, SubscriptionSnapshot>();
  for (const [name, args] of everyUpdate(alternatives[0].sku)) {
    answers.set(name, await update(customer, name, `can-${name}`, ...args));
  }
  const handle = world.temporal.workflow.getHandle(customer.workflowId);
  const { runId } = await handle.describe();
  await waitFor('continue-as-new', async () => ((await handle.describe()).runId === runId ? undefined : true));
  const before = await handle.query<SubscriptionSnapshot>('subscriptionSnapshot');
  for (const [name, args] of everyUpdate(alternatives[0].sku)) {
    expect(await update(customer, name, `can-${name}`, ...args)).toEqual(answers.get(name));
  }
  const after = await handle.query<SubscriptionSnapshot>('subscriptionSnapshot');
  expect(after.status).toBe(before.status);
  expect(after.revision - before.revision).toBeLessThanOrEqual(1); // at most the next cycle opened meanwhile
  await customer.post('/cancel', { reason: null });
});

test('changes that were accepted are in the next run: nothing is lost across continue-as-new', async () => {
  const testClockId = await world.testClock(60_000);
  const customer = await Customer.signUp(world, { testClockId, planId: 'weekly' });
  await customer.opened(1);
  await customer.patch('/preferences', { likes: ['building'], dislikes: ['science'] });
  await customer.patch('/address', {
    name: 'New',
    line1: '2 Low Street',
    city: 'York',
    postalCode: 'YO1 1AA',
    country: 'GB',
  });
  const second = await customer.opened(2);
  const offered = [second.selection, ...second.alternatives].map((item: { title: string }) =>
    Number(item.title.split(' ').at(-1)),
  );
  expect(offered.every((n: number) => n % 2 === 0)).toBe(true); // even numbers are building toys
  await customer.shipmentIn(2, 'delivered', 'done');
  const { items } = await world.simulator.calls({
    partner: 'warehouse',
    operation: 'handOff',
    referencePrefix: customer.shipmentId(2),
  });
  expect(items[0]?.request).toMatchObject({ address: { city: 'York' } });
  await customer.post('/cancel', { reason: null });
});

test('a paused subscription opens and ships nothing, and comes back without making up for what passed', async () => {
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.paused(world, { testClockId, planId: 'weekly' });
  // A customer who is not paused tells when two weeks have passed: their third box is open, or one after it on a busy machine.
  const bystander = await Customer.signUp(world, { testClockId, planId: 'weekly' });
  await waitFor('the third week of a bystander', async () =>
    (await bystander.get('/cycles')).body.items.find(({ number }: { number: number }) => number >= 3),
  );
  expect((await customer.get('/cycles')).body.items).toHaveLength(1);
  expect((await customer.post('/resume')).status).toBe(200);
  const next = await waitFor('the next cycle', async () =>
    (await customer.get('/cycles')).body.items.find((c: { number: number }) => c.number > 1),
  );
  expect(next.number).toBeGreaterThan(2);
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 0, handoffs: 0 });
  await customer.post('/cancel', { reason: null });
});
