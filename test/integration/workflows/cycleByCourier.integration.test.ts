import { randomUUID } from 'node:crypto';
import { shipmentWorkflowId } from '#domain/ids';
import { Customer, type Answer, type SignUp } from '#test/support/customer';
import { Courier, doorstep, openZone } from '#test/support/oneHour';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'cycle by courier' });
  await openZone(world);
  testClockId = await world.testClock(40_000); // some five seconds until the cutoff
});
afterAll(() => world.close());

/** Where the zone does not go. */
const york = { name: 'A Person', line1: '2 Low Street', city: 'York', postalCode: 'YO1 1AA', country: 'GB' };
const outside = { ...york, location: { lat: 53.958, lng: -1.082 } };

const choose = (customer: Customer, body: unknown) => customer.put('/cycles/1/delivery', body);

/** A customer who chose a courier before the cutoff, and the answer. */
async function choosing(body: unknown, change: SignUp = {}): Promise<{ customer: Customer; chosen: Answer }> {
  const wish = { testClockId, address: { location: doorstep }, ...change };
  const { customer, taken } = await Customer.inTime(world, wish, async (each) => {
    await each.opened(1);
    const chosen = await choose(each, body);
    expect([200, 409]).toContain(chosen.status);
    return chosen.status === 200 ? chosen : undefined;
  });
  return { customer, chosen: taken };
}

/** Charges and refunds of the customer, in cents, in the order in which they came. */
async function money({ subscriptionId }: Customer) {
  const { items } = await world.simulator.effects({ referencePrefix: subscriptionId });
  const of = (operation: string) =>
    items.filter((each) => each.operation === operation).map((each) => each.amountCents);
  return { charges: of('charge'), refunds: of('refund') };
}

async function reservationOf(customer: Customer) {
  const { rows } = await world.database.pool.query(
    'SELECT state, station_id AS station FROM reservations WHERE shipment_id = $1',
    [customer.shipmentId(1)],
  );
  return rows;
}

const effectsOf = async ({ subscriptionId }: Customer) => {
  const { messages: _, ...effects } = await world.simulator.summary(subscriptionId);
  return effects;
};

/** The message that tells the truth, once it has left. */
const told = (customer: Customer) =>
  waitFor('the truth', async () => {
    const { messages } = await world.simulator.summary(customer.subscriptionId);
    return messages['courierUnavailable'] === 1 ? true : undefined;
  });

/** Resets the shipment at every event where that is allowed; each run must end like the first. */
async function resetEverywhere(customer: Customer): Promise<number> {
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  const points = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  for (const { eventId } of points) {
    const answer = await world.temporal.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: eventId,
      requestId: randomUUID(),
      reason: 'test',
    });
    const state = await world.temporal.workflow.getHandle(workflowId, answer.runId).result();
    expect(state).toMatchObject({ phase: 'done' });
  }
  return points.length;
}

test('chosen before the cutoff, promised on the day, brought by courier: one charge with the fee, one unit, also when reset', async () => {
  const courier = await Courier.onShift(world);
  const { customer, chosen } = await choosing({ method: 'oneHour', feeCents: 499 });
  const delivery = { method: 'oneHour', feeCents: 499, from: null, courierFrom: chosen.body.cycle.shipAt };
  expect(chosen.body.cycle).toMatchObject({ chargeCents: 1_999, delivery });
  expect((await customer.get('/cycles/1')).body).toMatchObject({ chargeCents: 1_999, delivery }); // reads what was written

  await customer.closed(1);
  const offer = await courier.offer();
  expect((await courier.post(`/v1/offers/${offer.id}/accept`)).status).toBe(200);
  await courier.bring(customer.shipmentId(1));
  const shipment = await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  await courier.endShift();

  expect(shipment).toMatchObject({ chargeCents: 2_498, trackingNumber: null });
  expect(await money(customer)).toEqual({ charges: [2_498], refunds: [] });
  const effects = await effectsOf(customer);
  expect(effects).toMatchObject({ charges: 1, handoffs: 1, parcels: 0, refunds: 0, shippedTwice: 0 });
  expect(await reservationOf(customer)).toEqual([{ state: 'consumed', station: 'test-market' }]);
  const { rows } = await world.database.pool.query(
    `SELECT p.state, p.fee_cents AS fee, d.phase, d.missed_at AS missed,
       extract(epoch FROM d.handoff_due_at - d.ordered_at)::int AS handoff, extract(epoch FROM d.due_at - d.ordered_at)::int AS due
     FROM promises p JOIN deliveries d ON d.id = $2 WHERE p.id = $1`,
    [`prm_${customer.shipmentId(1)}`, customer.shipmentId(1)],
  );
  expect(rows).toEqual([
    { state: 'used', fee: 499, phase: 'delivered', missed: null, handoff: 900, due: expect.closeTo(3_600, -1) },
  ]);

  expect(await resetEverywhere(customer)).toBeGreaterThan(4);
  expect(await effectsOf(customer)).toEqual(effects);
  expect(await reservationOf(customer)).toEqual([{ state: 'consumed', station: 'test-market' }]);
}, 240_000);

test('no courier on the day: a parcel, the fee back once, and the truth, also when reset', async () => {
  const { customer, chosen } = await choosing({ method: 'twoHour' }); // the zone has had couriers, and none is on shift
  expect(chosen.body.cycle.delivery).toMatchObject({ feeCents: 299 });
  await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  await told(customer);
  expect(await money(customer)).toEqual({ charges: [2_298], refunds: [299] });
  const effects = await effectsOf(customer);
  expect(effects).toMatchObject({ charges: 1, handoffs: 1, parcels: 1, refunds: 1 });
  expect(await reservationOf(customer)).toEqual([{ state: 'consumed', station: null }]);
  await resetEverywhere(customer);
  expect(await effectsOf(customer)).toEqual(effects);
}, 240_000);

test('no station has it on the day: the parcel takes the unit of the warehouse; a card declined at first pays once', async () => {
  const courier = await Courier.onShift(world);
  await world.database.pool.query('UPDATE station_stock SET on_hand = reserved');
  const { customer } = await choosing({ method: 'oneHour' }, { paymentToken: 'tok_declined_1_courier' });
  await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  await told(customer);
  await world.database.pool.query('UPDATE station_stock SET on_hand = 100');
  expect(await money(customer)).toEqual({ charges: [2_498], refunds: [499] });
  expect(await reservationOf(customer)).toEqual([{ state: 'consumed', station: null }]);
  await courier.endShift();
}, 240_000);

test('back to a parcel before the cutoff: no fee; after it, 409 says when it was', async () => {
  const { customer } = await choosing({ method: 'oneHour' });
  const key = randomUUID();
  const first = await customer.put('/cycles/1/delivery', { method: 'parcel' }, key);
  expect(first.body.cycle.delivery).toEqual({ method: 'parcel', feeCents: 0, from: null, courierFrom: null });
  expect((await customer.put('/cycles/1/delivery', { method: 'parcel' }, key)).body).toEqual(first.body);
  await customer.closed(1);
  for (const method of ['oneHour', 'parcel']) {
    const late = await choose(customer, { method });
    expect(late.status).toBe(409);
    expect(late.body).toMatchObject({ type: 'urn:everbox:problem:CutoffPassed', cutoffAt: first.body.cycle.cutoffAt });
  }
  await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  expect(await money(customer)).toEqual({ charges: [1_999], refunds: [] });
  expect(await effectsOf(customer)).toMatchObject({ parcels: 1 });
});

test('moved out of the zone: a parcel again, and the answer says so; within it, the courier stays', async () => {
  const { customer } = await choosing({ method: 'oneHour' });
  const near = { ...york, city: 'Leeds', location: { lat: 53.801, lng: -1.55 } };
  expect((await customer.patch('/address', near)).body.cycle.delivery).toMatchObject({ method: 'oneHour' });
  expect((await customer.patch('/address', outside)).body.cycle.delivery).toMatchObject({
    method: 'parcel',
    feeCents: 0,
  });
  const refused = await choose(customer, { method: 'oneHour' });
  expect([refused.status, refused.body.type]).toEqual([409, 'urn:everbox:problem:OutsideZone']);
  await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  expect(await money(customer)).toEqual({ charges: [1_999], refunds: [] });
});

test('a skip keeps the choice for when it is taken back, and a skipped box has no courier', async () => {
  const { customer } = await choosing({ method: 'oneHour' });
  expect((await customer.post('/cycles/1/skip')).body.cycle).toMatchObject({
    skipped: true,
    delivery: { method: 'oneHour' },
  });
  expect((await customer.closed(1)).status).toBe('skipped');
  await customer.post('/cancel', {});
  expect(await money(customer)).toEqual({ charges: [], refunds: [] });
});
