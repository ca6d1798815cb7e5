import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
let testClockId: string;
let operator: string;
beforeAll(async () => {
  world = await World.open({ title: 'shipment' });
  testClockId = await world.testClock(100_000);
  operator = await world.token('operator', 'ops');
});
afterAll(() => world.close());

const signUp = (options: Parameters<typeof Customer.signUp>[1] = {}) =>
  Customer.signUp(world, { testClockId, ...options });

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

/** Effects of one shipment in the simulator's ledger, in their order. */
async function effectsOf(customer: Customer, cycle = 1): Promise<string[]> {
  const { items } = await world.simulator.effects({ referencePrefix: customer.shipmentId(cycle) });
  return items.filter(({ partner }) => partner !== 'notifications').map(({ operation }) => operation);
}

async function messagesTo(customer: Customer): Promise<Record<string, number>> {
  return (await world.simulator.summary(customer.subscriptionId)).messages;
}

test('a declined card is tried again on the dunning days, and the customer is told each time', async () => {
  const customer = await signUp({ paymentToken: 'tok_declined_2_dunning' });
  await customer.shipmentIn(1, 'delivered', 'done');
  expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel']);
  const calls = await world.simulator.calls({
    partner: 'payment',
    operation: 'charge',
    referencePrefix: customer.subscriptionId,
  });
  expect(calls.items.map(({ idempotencyKey }) => idempotencyKey?.split(':').at(-1))).toEqual([
    'charge',
    'charge-1',
    'charge-2',
  ]);
  await waitFor('both messages', async () => ((await messagesTo(customer))['cardDeclined'] === 2 ? true : undefined));
  await customer.post('/cancel', {});
});

test('a card that is declined on every dunning day makes the subscription past due, and sends nothing', async () => {
  const customer = await signUp({ paymentToken: 'tok_declined' });
  await customer.shipmentIn(1, 'abandoned');
  await waitFor('past due', async () => ((await customer.get()).body.status === 'pastDue' ? true : undefined));
  expect(await effectsOf(customer)).toEqual([]);
  await waitFor('the messages', async () => {
    const messages = await messagesTo(customer);
    return messages['cardDeclined'] === 3 && messages['subscriptionPastDue'] === 1 ? true : undefined;
  });
  const { rows } = await world.database.pool.query('SELECT state FROM reservations WHERE shipment_id = $1', [
    customer.shipmentId(1),
  ]);
  expect(rows).toEqual([{ state: 'released' }]);

  // A new card and a resume bring it back.
  expect((await customer.patch('/payment-method', { paymentToken: 'tok_ok' })).status).toBe(200);
  expect((await customer.post('/resume')).status).toBe(200);
  const next = await waitFor('the next cycle', async () =>
    (await customer.get('/cycles')).body.items.find((cycle: { number: number }) => cycle.number > 1),
  );
  await customer.shipmentIn(next.number, 'delivered', 'done');
  await customer.post('/cancel', {});
});

test('a refused address parks the shipment for ops; a retry with a mended one goes on', async () => {
  const customer = await signUp({ address: { line1: 'UNDELIVERABLE' } });
  await customer.shipmentIn(1, 'parked');
  const attention = await waitFor('the attention list', async () => {
    const { body } = await call(world, operator, 'GET', '/v1/ops/attention?limit=100');
    return body.items.find((item: { id: string }) => item.id === customer.shipmentId(1));
  });
  expect(attention.attention).toBe('AddressRefused');
  await waitFor('the search attribute', async () => {
    for await (const { workflowId } of world.temporal.workflow.list({
      query: `EverboxAttention = 'AddressRefused' AND EverboxCustomer = '${customer.id}'`,
    }))
      return workflowId;
    return undefined;
  });

  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/retry`;
  expect((await call(world, customer.token, 'POST', path, { address: mended })).status).toBe(403);
  expect((await call(world, operator, 'POST', path, { address: mended })).status).toBe(200);
  await customer.shipmentIn(1, 'delivered', 'done');
  expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel']);
  const again = await call(world, operator, 'POST', path, {});
  expect(again.status).toBe(409);
  await customer.post('/cancel', {});
});

test('an abandoned shipment is undone in reverse order, and the stock is back', async () => {
  const customer = await signUp({ address: { city: 'NOCARRIER' } });
  await customer.shipmentIn(1, 'parked');
  const sku = (await customer.shipment(1)).body.sku as string;
  const read = async () =>
    (await world.database.pool.query('SELECT on_hand, reserved FROM stock WHERE sku = $1', [sku])).rows[0];
  const before = await read(); // handed off: consumed
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/abandon`;
  expect((await call(world, operator, 'POST', path, { reason: 'no carrier goes there' })).status).toBe(200);
  await customer.shipmentIn(1, 'abandoned');
  expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'cancelOrder', 'refund']);
  expect((await read()).on_hand).toBe(before.on_hand + 1);
  expect(await world.simulator.summary(customer.subscriptionId)).toMatchObject({ charges: 1, refunds: 1, shipped: 0 });
  await waitFor('the message', async () =>
    (await messagesTo(customer))['shipmentAbandoned'] === 1 ? true : undefined,
  );
  await customer.post('/cancel', {});
});

test('a returned parcel is parked, and goes out again when ops say so', async () => {
  const customer = await signUp({ address: { line2: 'RETURN' } });
  await customer.shipmentIn(1, 'parked');
  const { rows } = await world.database.pool.query('SELECT attention FROM shipments WHERE id = $1', [
    customer.shipmentId(1),
  ]);
  expect(rows).toEqual([{ attention: 'ParcelReturned' }]);
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/retry`;
  expect((await call(world, operator, 'POST', path, { address: mended })).status).toBe(200);
  await customer.shipmentIn(1, 'delivered', 'done');
  expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel', 'handOff', 'bookParcel']);
  await customer.post('/cancel', {});
});

test('a relay that tells of the first parcel again ends no second one', async () => {
  const { pool } = world.database;
  const customer = await signUp({ address: { line2: 'RETURN' } });
  await customer.shipmentIn(1, 'parked');
  await world.simulator.settings({ transitMs: 3_000 });
  try {
    const path = `/v1/ops/shipments/${customer.shipmentId(1)}/retry`;
    expect((await call(world, operator, 'POST', path, { address: mended })).status).toBe(200);
    await customer.shipmentIn(1, 'inTransit');
  } finally {
    await world.simulator.settings({ transitMs: 200 });
  }
  // As after a relay that was killed between telling and marking: all that it told is told again.
  const told = `kind = 'parcelEnded' AND payload ->> 'subscriptionId' = '${customer.subscriptionId}'`;
  await pool.query(`UPDATE outbox SET delivered_at = NULL WHERE ${told}`);
  await waitFor('the repeat', async () => {
    const { rowCount } = await pool.query(`SELECT FROM outbox WHERE delivered_at IS NULL AND ${told}`);
    return rowCount === 0 ? true : undefined;
  });
  await customer.shipmentIn(1, 'delivered', 'done');
  expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel', 'handOff', 'bookParcel']);
  await customer.post('/cancel', {});
});

test('partners that fail, answer too late and repeat themselves: every effect takes place once', async () => {
  // The first ten calls, not every call with a probability: the pause before the next attempt doubles up to 30 seconds, and
  // a shipment with bad luck eight times over would outlast any test.
  await world.simulator.setFaults([
    { partner: 'payment', operation: 'charge', kind: 'timeoutAfterEffect', times: 10 },
    { partner: 'warehouse', operation: 'handOff', kind: 'timeoutAfterEffect', times: 10 },
    { partner: 'carrier', operation: 'bookParcel', kind: 'error500', times: 10 },
    { partner: 'notifications', kind: 'down', probability: 0.5 },
    { partner: 'carrier', kind: 'duplicateWebhook', probability: 0.5 },
    { partner: 'carrier', kind: 'outOfOrderWebhook', probability: 0.5 },
  ]);
  try {
    const everyone = await Promise.all(Array.from({ length: 12 }, () => signUp()));
    await Promise.all(everyone.map((customer) => customer.shipmentWithin(120_000, 1, 'delivered', 'done')));
    for (const customer of everyone) {
      expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel']);
      await customer.post('/cancel', {});
    }
  } finally {
    await world.simulator.clearFaults();
  }
}, 150_000);

test('an overdue parcel asks for attention, and is delivered all the same', async () => {
  await world.simulator.setFaults([{ partner: 'carrier', kind: 'lateWebhook', delayMs: 11_000 }]);
  try {
    const customer = await signUp(); // overdue after ten business days: some nine seconds
    const asking = await waitFor('attention', async () => {
      const { rows } = await world.database.pool.query('SELECT phase, attention FROM shipments WHERE id = $1', [
        customer.shipmentId(1),
      ]);
      return rows[0]?.attention ? (rows[0] as unknown) : undefined;
    });
    expect(asking).toEqual({ phase: 'inTransit', attention: 'DeliveryOverdue' });
    await customer.shipmentIn(1, 'delivered', 'done');
    expect(await effectsOf(customer)).toEqual(['charge', 'handOff', 'bookParcel']);
    await customer.post('/cancel', {});
  } finally {
    await world.simulator.clearFaults();
  }
});
