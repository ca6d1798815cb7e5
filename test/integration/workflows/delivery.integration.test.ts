import { deliveryWorkflowId } from '#domain/ids';
import { call } from '#test/support/customer';
import { Courier, openZone, order, shipmentEnds, startOnFastClock } from '#test/support/oneHour';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'delivery' });
  await openZone(world);
});
afterAll(() => world.close());

async function phaseOf(deliveryId: string): Promise<string | undefined> {
  const { rows } = await world.database.pool.query('SELECT phase FROM deliveries WHERE id = $1', [deliveryId]);
  return rows[0]?.phase as string | undefined;
}

const untilPhase = (deliveryId: string, phase: string) =>
  waitFor(`${deliveryId} to be ${phase}`, async () => ((await phaseOf(deliveryId)) === phase ? true : undefined));

test('from the order to the doorstep: promised, packed, offered, picked up, dropped off', async () => {
  const courier = await Courier.onShift(world);
  const placed = await order(world);
  const offer = await courier.offer();
  expect((await courier.post(`/v1/offers/${offer.id}/accept`)).status).toBe(200);
  await courier.bring(placed.deliveryId);
  await shipmentEnds(world, placed.deliveryId, 'delivered');

  const { body } = await call(world, placed.token, 'GET', `/v1/deliveries/${placed.deliveryId}`);
  expect(body).toMatchObject({ missed: false });
  expect(await world.simulator.summary(placed.orderId)).toMatchObject({
    charges: 1,
    handoffs: 1,
    parcels: 0,
    refunds: 0,
  });
  const { rows } = await world.database.pool.query(
    'SELECT decision FROM dispatch_decisions WHERE decision::text LIKE $1',
    [`%${placed.deliveryId}%`],
  );
  expect(rows.length).toBeGreaterThan(0); // why this courier is stored
  const { rows: stock } = await world.database.pool.query(
    'SELECT state, station_id FROM reservations WHERE shipment_id = $1',
    [placed.deliveryId],
  );
  expect(stock).toEqual([{ state: 'consumed', station_id: 'test-market' }]);
  await courier.endShift();
});

test('a courier who declines and one who falls silent: another one brings it', async () => {
  const first = await Courier.onShift(world);
  const placed = await order(world);
  expect((await first.post(`/v1/offers/${(await first.offer()).id}/decline`)).status).toBe(200);

  const silent = await Courier.onShift(world); // accepts, and is not heard of again
  expect((await silent.post(`/v1/offers/${(await silent.offer()).id}/accept`)).status).toBe(200);
  await silent.fallSilent();
  await waitFor('the silent one to be given up', async () => {
    const { rows } = await world.database.pool.query(
      `SELECT 1 FROM delivery_events WHERE delivery_id = $1 AND kind = 'courierLost'`,
      [placed.deliveryId],
    );
    return rows.length === 1 ? true : undefined;
  });
  const third = await Courier.onShift(world);
  expect((await third.post(`/v1/offers/${(await third.offer()).id}/accept`)).status).toBe(200);
  await third.bring(placed.deliveryId);
  await shipmentEnds(world, placed.deliveryId, 'delivered');
  for (const courier of [first, third]) await courier.endShift();
}, 90_000);

test('an address that nobody finds: the order comes back, and so do the money and the unit', async () => {
  const courier = await Courier.onShift(world);
  const placed = await order(world, 'toy-02');
  expect((await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`)).status).toBe(200);
  await courier.pickUp(placed.deliveryId);
  expect((await courier.post(`/v1/deliveries/${placed.deliveryId}/address-not-found`)).status).toBe(200);
  expect((await courier.post(`/v1/deliveries/${placed.deliveryId}/returned`)).status).toBe(200);
  await shipmentEnds(world, placed.deliveryId, 'abandoned');
  expect(await world.simulator.summary(placed.orderId)).toMatchObject({ charges: 1, refunds: 1 });
  const { rows } = await world.database.pool.query('SELECT state FROM reservations WHERE shipment_id = $1', [
    placed.deliveryId,
  ]);
  expect(rows).toEqual([{ state: 'released' }]);
  await courier.endShift();
});

test('no courier at all: at risk, missed and told so with the fee back, then given up and all the money back', async () => {
  await startOnFastClock(world, 'ord_fast1', 900); // an hour in four seconds
  await untilPhase('ord_fast1-1', 'failed');
  const handle = world.temporal.workflow.getHandle(deliveryWorkflowId('ord_fast1-1'));
  expect(await handle.result()).toMatchObject({ end: 'failed', missed: true });
  await shipmentEnds(world, 'ord_fast1-1', 'abandoned');
  const { items } = await world.simulator.effects({ referencePrefix: 'ord_fast1' });
  const refunds = items.filter(({ operation }) => operation === 'refund').map(({ amountCents }) => amountCents);
  expect(refunds).toEqual([499, 300, 703]); // fee and credit when it was missed, the rest when it was given up
  await waitFor('the truth', async () => {
    const { messages } = await world.simulator.summary('ord_fast1');
    return messages['promiseMissed'] === 1 && messages['shipmentAbandoned'] === 1 ? true : undefined;
  });
  const { rows } = await world.database.pool.query(
    `SELECT kind FROM delivery_events WHERE delivery_id = 'ord_fast1-1' AND kind IN ('atRisk', 'missed', 'compensated', 'failed') ORDER BY id`,
  );
  expect(rows.map(({ kind }) => kind as string)).toEqual(['atRisk', 'missed', 'compensated', 'failed']);
});

test('ops give up an order that no courier carries, and only such: the runbook’s command, and all the money is back', async () => {
  const operator = await world.token('operator', 'ops');
  const courier = await Courier.onShift(world);
  const [kept, given] = [await order(world, 'toy-05'), await order(world, 'toy-05')];
  for (const { deliveryId } of [kept, given]) await shipmentEnds(world, deliveryId, 'delivering');
  const abandon = ({ deliveryId }: { deliveryId: string }) =>
    call(world, operator, 'POST', `/v1/ops/shipments/${deliveryId}/abandon`, { reason: 'no courier today' });
  await untilPhase(given.deliveryId, 'waiting'); // packed
  expect((await abandon(given)).status).toBe(200);
  await shipmentEnds(world, given.deliveryId, 'abandoned');
  expect(await phaseOf(given.deliveryId)).toBe('failed');
  expect(await world.simulator.summary(given.orderId)).toMatchObject({ charges: 1, refunds: 1, shipped: 0 });

  expect((await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`)).status).toBe(200);
  await courier.pickUp(kept.deliveryId);
  const refused = await abandon(kept);
  expect([refused.status, refused.body.type]).toEqual([409, 'urn:everbox:problem:TooLateToAbandon']);
  const proof = { kind: 'photo', value: 'ph_1' };
  expect((await courier.post(`/v1/deliveries/${kept.deliveryId}/dropoff`, { proof })).status).toBe(200);
  await shipmentEnds(world, kept.deliveryId, 'delivered');
  await courier.endShift();
});

test('a station that has not packed it when the handoff is due loses it to another one', async () => {
  await world.simulator.setFaults([
    {
      partner: 'warehouse',
      operation: 'handOff',
      kind: 'lateWebhook',
      times: 1,
      delayMs: 600_000,
      reference: 'ord_late',
    },
  ]);
  await startOnFastClock(world, 'ord_late1', 180); // the handoff is due after five seconds
  const courier = await Courier.onShift(world);
  await waitFor('the other station', async () => {
    const { rows } = await world.database.pool.query(`SELECT station_id FROM deliveries WHERE id = 'ord_late1-1'`);
    return rows[0]?.station_id === 'test-park' ? true : undefined;
  });
  const { id } = await courier.offer();
  expect((await courier.post(`/v1/offers/${id}/accept`)).status).toBe(200);
  await courier.bring('ord_late1-1');
  await shipmentEnds(world, 'ord_late1-1', 'delivered');
  const summary = await world.simulator.summary('ord_late1');
  expect(summary).toMatchObject({ charges: 1, refunds: 0, handoffs: 2, shippedTwice: 0 });
  const { items } = await world.simulator.calls({
    partner: 'warehouse',
    operation: 'handOff',
    referencePrefix: 'ord_late1',
  });
  expect(items.map(({ request }) => (request as { stationId: string }).stationId)).toEqual([
    'test-market',
    'test-park',
  ]);
  const { rows } = await world.database.pool.query(
    `SELECT r.state, r.station_id, m.on_hand AS market FROM reservations r
     JOIN station_stock m ON m.station_id = 'test-market' AND m.sku = r.sku WHERE r.shipment_id = 'ord_late1-1'`,
  );
  expect(rows).toEqual([{ state: 'consumed', station_id: 'test-park', market: 100 }]); // the unit is back at the market
  await world.simulator.clearFaults();
  await courier.endShift();
});

test('stock that is gone between promise and order: nothing is charged, and the customer hears the truth', async () => {
  const { pool } = world.database;
  await pool.query(`UPDATE station_stock SET on_hand = 1 WHERE sku = 'toy-04'`);
  const couriers = await Promise.all([1, 2, 3].map(() => Courier.onShift(world))); // promises are made for what they can carry
  const everyone = await Promise.all([order(world, 'toy-04'), order(world, 'toy-04'), order(world, 'toy-04')]);
  const ends = await Promise.all(
    everyone.map(({ orderId }) =>
      waitFor('a decision', async () => {
        const { rows } = await pool.query('SELECT phase FROM shipments WHERE id = $1', [`${orderId}-1`]);
        return rows[0]?.phase === 'delivering' || rows[0]?.phase === 'abandoned'
          ? (rows[0].phase as string)
          : undefined;
      }),
    ),
  );
  expect(ends.sort((one, other) => one.localeCompare(other))).toEqual(['abandoned', 'delivering', 'delivering']); // one at each station
  const charges = await Promise.all(
    everyone.map(async ({ orderId }) => (await world.simulator.summary(orderId)).charges),
  );
  expect(charges.reduce((sum, count) => sum + count, 0)).toBe(2);
  for (const courier of couriers) await courier.endShift();
});
