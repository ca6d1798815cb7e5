import { Customer } from '#test/support/customer';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'replaced card' });
});
afterAll(() => world.close());

test('a card that is replaced while a box is in dunning is charged on the next dunning day', async () => {
  const testClockId = await world.testClock(15_000); // a day is six seconds: time to change it between the two tries
  const customer = await Customer.signUp(world, { testClockId, paymentToken: 'tok_declined' });
  await customer.shipmentIn(1, 'dunning');
  expect((await customer.patch('/payment-method', { paymentToken: 'tok_ok_replaced' })).status).toBe(200);
  await customer.shipmentIn(1, 'delivered', 'done');
  const { items } = await world.simulator.calls({
    partner: 'payment',
    operation: 'charge',
    referencePrefix: customer.shipmentId(1),
  });
  const tokens = items.map(({ request }) => (request as { paymentToken: string }).paymentToken);
  expect(tokens[0]).toBe('tok_declined');
  expect(tokens.at(-1)).toBe('tok_ok_replaced');
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 1, chargedTwice: 0 });
  await customer.post('/cancel', {});
});
