import { Customer, call } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'happy path' });
});
afterAll(() => world.close());

test('from sign-up to the doorstep, cycle after cycle', async () => {
  const testClockId = await world.testClock(20_000);
  const { customer, first, sku: wanted } = await Customer.swapped(world, { testClockId, planId: 'weekly' });
  expect(first.selection.sku).toBe('toy-01');
  expect(first.alternatives.length).toBeGreaterThanOrEqual(5);
  expect(first.selection.reason).not.toBe('');
  expect((await customer.opened(1)).selection.sku).toBe(wanted); // reads what it wrote

  const second = await customer.opened(2);
  expect([wanted, first.selection.sku]).not.toContain(second.selection.sku); // sent, and refused
  await customer.post('/cycles/2/skip');
  expect((await customer.closed(2)).status).toBe('skipped');
  const shipment = await customer.shipmentIn(1, 'delivered', 'done');
  expect(shipment).toMatchObject({ sku: wanted, trackingStatus: 'delivered' });

  await customer.opened(3);
  expect((await customer.post('/cancel', { reason: 'moving' })).status).toBe(200);
  expect((await customer.closed(3)).status).toBe('cancelled');

  const rating = await call(world, customer.token, 'POST', `/v1/shipments/${customer.shipmentId(1)}/ratings`, {
    stars: 5,
  });
  expect(rating.status).toBe(201);
  const { rows: events } = await world.database.pool.query(
    `SELECT kind, (data->>'cycle')::integer AS cycle, sku, occurred_at AS "occurredAt" FROM events
     WHERE subscription_id = $1 AND customer_id = $2 AND program_id = 'test-toys' AND source = 'everbox' ORDER BY occurred_at`,
    [customer.subscriptionId, customer.id],
  );
  const third = await customer.opened(3);
  // What happened, each once; told in the transaction of the fact, so that it is there when the fact is.
  expect(events).toHaveLength(10);
  expect(events.map(({ kind, cycle, sku }) => [kind, cycle, sku])).toEqual(
    expect.arrayContaining([
      ['signUp', null, null],
      ['select', 1, 'toy-01'],
      ['swap', 1, 'toy-01'],
      ['renew', 1, wanted],
      ['deliver', 1, wanted],
      ['rate', 1, wanted],
      ['select', 2, second.selection.sku],
      ['skip', 2, second.selection.sku],
      ['select', 3, third.selection.sku],
      ['cancel', null, null],
    ]),
  );
  // In business time, which has run ahead of the wall by weeks.
  expect(events.at(-1)?.kind).toBe('rate');
  expect(events.at(-1)?.occurredAt.getTime()).toBeGreaterThan(Date.now() + 7 * 86_400_000);

  const summary = await world.simulator.summary(customer.subscriptionId);
  expect(summary).toMatchObject({
    charges: 1,
    handoffs: 1,
    parcels: 1,
    delivered: 1,
    chargedTwice: 0,
    shippedTwice: 0,
  });
  await waitFor('the rating request', async () => {
    const { messages } = await world.simulator.summary(customer.subscriptionId);
    return messages['ratingRequest'] === 1 && messages['shipped'] === 1 ? true : undefined;
  });
});

test('workflows are found by their IDs and search attributes, and say where they stand', async () => {
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  const query = `EverboxCustomer = '${customer.id}' AND EverboxProgram = 'test-toys' AND EverboxState = 'active'`;
  const found = await waitFor('visibility', async () => {
    for await (const { workflowId } of world.temporal.workflow.list({ query })) return workflowId;
    return undefined;
  });
  expect(found).toBe(customer.workflowId);
  await customer.post('/pause');
  await waitFor('the new state', async () => {
    for await (const { workflowId } of world.temporal.workflow.list({
      query: `EverboxCustomer = '${customer.id}' AND EverboxState = 'paused'`,
    }))
      return workflowId;
    return undefined;
  });
  await customer.post('/cancel', { reason: null });
});
