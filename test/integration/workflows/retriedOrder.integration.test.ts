import { call } from '#test/support/customer';
import { Courier, doorstep, openZone, order, shipmentEnds } from '#test/support/oneHour';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'retried order' });
  await openZone(world);
});
afterAll(() => world.close());

test('a parked order goes on at the place that was promised only, and shows its mended address', async () => {
  const courier = await Courier.onShift(world);
  const { orderId, deliveryId, token } = await order(world, 'toy-05', 'cus_mended', 'UNDELIVERABLE Street');
  await shipmentEnds(world, deliveryId, 'parked');
  const operator = await world.token('operator', 'ops_1');
  const retry = (body: unknown) => call(world, operator, 'POST', `/v1/ops/shipments/${deliveryId}/retry`, body);
  const address = { name: 'A Person', line1: '2 Low Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };
  const nowhere = await retry({ address });
  const london = await retry({ address: { ...address, location: { lat: 51.53, lng: -0.1 } } });
  expect([nowhere, london].map(({ status, body }) => [status, body.errors?.[0]])).toEqual([
    [400, expect.objectContaining({ field: 'address.location', rule: 'required' })],
    [422, expect.objectContaining({ field: 'address.location', rule: 'promised' })],
  ]);
  const staged = 'SELECT count(*)::int AS count FROM addresses WHERE subscription_id = $1';
  expect((await world.database.pool.query(staged, [orderId])).rows).toEqual([{ count: 1 }]);

  const { status, body } = await retry({ address: { ...address, location: doorstep } });
  expect([status, body.addressFor, body.warning]).toEqual([200, 'order', null]);
  await courier.deliver(deliveryId);
  const shown = await call(world, token, 'GET', `/v1/orders/${orderId}`);
  expect(shown.body).toMatchObject({ phase: 'delivered', address: { line1: '2 Low Street', location: doorstep } });
  await courier.endShift();
});
