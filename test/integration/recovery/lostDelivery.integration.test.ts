import { call } from '#test/support/customer';
import { Courier, openZone, order, shipmentEnds } from '#test/support/oneHour';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';
import { effectsOf, lose, recovered } from './rig';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'lost delivery' });
  await openZone(world);
});
afterAll(() => world.close());

test('a single order that was brought while Temporal was lost is delivered, and another goes on to be offered', async () => {
  const courier = await Courier.onShift(world);
  const brought = await order(world);
  expect((await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`)).status).toBe(200);
  await courier.pickUp(brought.deliveryId);
  const accepted = await order(world, 'toy-02');
  await shipmentEnds(world, accepted.deliveryId, 'delivering');

  await lose(world);
  const proof = { kind: 'photo', value: 'ph_1' };
  expect((await courier.post(`/v1/deliveries/${brought.deliveryId}/dropoff`, { proof })).status).toBe(200);
  // An order that the relay had handed over, and whose shipment did not get as far as its row.
  const waiting = await order(world, 'toy-03');
  await world.database.pool.query(
    `UPDATE outbox SET delivered_at = now() WHERE kind = 'startOrder' AND payload ->> 'orderId' = $1`,
    [waiting.orderId],
  );

  await world.startWorker();
  const findings = await recovered(world);
  expect(findings.map(({ kind, id }) => `${kind} ${id}`)).toEqual(
    expect.arrayContaining([
      `start shipment:${brought.orderId}:1`,
      `start delivery:${brought.deliveryId}`,
      `start delivery:${accepted.deliveryId}`,
      `order ${waiting.orderId}`,
    ]),
  );
  await shipmentEnds(world, brought.deliveryId, 'delivered');
  for (const { deliveryId } of [accepted, waiting]) {
    await waitFor(`${deliveryId} to be brought`, async () => {
      const { body } = await call(world, courier.token, 'GET', '/v1/couriers/me/offers');
      const open = body.items.find((item: { state: string }) => item.state === 'open');
      if (open) await courier.post(`/v1/offers/${open.id}/accept`);
      await courier.post(`/v1/deliveries/${deliveryId}/pickup`);
      const { status } = await courier.post(`/v1/deliveries/${deliveryId}/dropoff`, { proof });
      return status === 200 ? true : undefined;
    });
    await shipmentEnds(world, deliveryId, 'delivered');
  }
  for (const { deliveryId } of [brought, accepted, waiting]) {
    expect(await effectsOf(world, deliveryId)).toEqual(['charge', 'handOff']);
  }
  expect(await recovered(world)).toEqual([]);
}, 240_000);
