import { dummyChoices } from '#test/support/composed';
import { Customer } from '#test/support/customer';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'dummyPartners', worker: false });
  world.config.partners.providers = dummyChoices;
  await world.startWorker();
});
afterAll(() => world.close());

test('a cycle is charged, handed off and booked with no partner up, dunning included', async () => {
  const testClockId = await world.testClock(100_000);
  const customer = await Customer.signUp(world, { testClockId, paymentToken: 'tok_declined_2_dummy' });
  // Nothing moves with a dummy carrier: the parcel is on its way until it counts as overdue, which is parked.
  const shipment = await customer.shipmentIn(1, 'inTransit', 'parked');
  expect(shipment.trackingNumber).toMatch(/^TN[0-9A-F]{24}$/);
  expect((await world.simulator.calls({})).items).toEqual([]);
  await customer.post('/cancel', {});
});

test('an address that is refused parks the shipment, as it does with partners', async () => {
  const testClockId = await world.testClock(100_000);
  const customer = await Customer.signUp(world, { testClockId, address: { line1: 'UNDELIVERABLE Road' } });
  expect(await customer.shipmentIn(1, 'parked')).toMatchObject({ handedOffAt: null, trackingNumber: null });
  await customer.post('/cancel', {});
});
