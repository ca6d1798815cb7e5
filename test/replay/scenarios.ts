import { call, Customer } from '../support/customer';
import { Courier, doorstep, order, shipmentEnds, startOnFastClock } from '../support/oneHour';
import { waitFor } from '../support/waitFor';
import type { World } from '../support/world';

/** A scenario runs to its end and says whose workflows to keep. */
export type Scenario = (world: World, testClockId: string) => Promise<Customer>;

async function resolve(customer: Customer, action: 'retry' | 'abandon', body: unknown): Promise<void> {
  const operator = await customer.world.token('operator', 'ops');
  const { status } = await call(
    customer.world,
    operator,
    'POST',
    `/v1/ops/shipments/${customer.shipmentId(1)}/${action}`,
    body,
  );
  if (status !== 200) throw new Error(`${action}: ${status}`);
}

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

/** One history of each: whatever a subscription and a shipment can go through. */
export const scenarios: Record<string, Scenario> = {
  delivered: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId });
    await customer.shipmentIn(1, 'done');
    return customer;
  },
  swappedAndSkipped: async (world, testClockId) => {
    const { customer } = await Customer.inTime(world, { testClockId, planId: 'weekly' }, async (each) => {
      const { alternatives } = await each.opened(1);
      await each.post('/cycles/1/swap', { sku: alternatives[0].sku });
      await each.post('/cycles/1/skip');
      const { status } = await each.post('/cycles/1/unskip');
      return status === 200 ? {} : undefined;
    });
    await customer.shipmentIn(1, 'done');
    await customer.opened(2);
    await customer.post('/cycles/2/skip');
    await customer.closed(2);
    return customer;
  },
  everyChange: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId });
    await customer.opened(1);
    await customer.patch('/address', mended);
    await customer.patch('/preferences', { likes: ['science'], dislikes: [] });
    await customer.patch('/plan', { planId: 'weekly' });
    await customer.patch('/payment-method', { paymentToken: 'tok_ok_2' });
    await customer.shipmentIn(1, 'done');
    await customer.opened(2);
    return customer;
  },
  pausedAndResumed: async (world, testClockId) => {
    const customer = await Customer.paused(world, { testClockId, planId: 'weekly' });
    await customer.post('/resume');
    await waitFor('another cycle', async () =>
      (await customer.get('/cycles')).body.items.length > 1 ? true : undefined,
    );
    return customer;
  },
  declinedThenPaid: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId, paymentToken: 'tok_declined_2_history' });
    await customer.shipmentIn(1, 'done');
    return customer;
  },
  pastDue: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId, paymentToken: 'tok_declined' });
    await waitFor('past due', async () => ((await customer.get()).body.status === 'pastDue' ? true : undefined));
    return customer;
  },
  parkedThenRetried: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId, address: { line1: 'UNDELIVERABLE' } });
    await customer.shipmentIn(1, 'parked');
    await resolve(customer, 'retry', { address: mended });
    await customer.shipmentIn(1, 'done');
    return customer;
  },
  parkedThenAbandoned: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId, address: { city: 'NOCARRIER' } });
    await customer.shipmentIn(1, 'parked');
    await resolve(customer, 'abandon', { reason: 'nobody goes there' });
    await customer.shipmentIn(1, 'abandoned');
    return customer;
  },
  returnedThenSentAgain: async (world, testClockId) => {
    const customer = await Customer.signUp(world, { testClockId, address: { line2: 'RETURN' } });
    await customer.shipmentIn(1, 'parked');
    await resolve(customer, 'retry', { address: mended });
    await customer.shipmentIn(1, 'done');
    return customer;
  },
  nothingToSelect: async (world, testClockId) => {
    const customer = await Customer.signUp(world, {
      testClockId,
      preferences: { likes: [], dislikes: ['science', 'building'] },
    });
    await customer.closed(1);
    return customer;
  },
};

/** A cycle with a courier; the world has the zone of `openZone`, and nobody is on shift before. */
export const courierScenarios: Record<string, (world: World, testClockId: string) => Promise<Customer>> = {
  cycleByCourier: async (world, testClockId) => {
    const courier = await Courier.onShift(world);
    const customer = await chosen(world, testClockId);
    await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`);
    await courier.bring(customer.shipmentId(1));
    await customer.shipmentIn(1, 'done');
    await courier.endShift();
    return customer;
  },
  courierUnavailable: async (world, testClockId) => {
    const customer = await chosen(world, testClockId);
    await customer.shipmentIn(1, 'done');
    return customer;
  },
};

async function chosen(world: World, testClockId: string): Promise<Customer> {
  const { customer } = await Customer.inTime(world, { testClockId, address: { location: doorstep } }, async (each) => {
    await each.opened(1);
    const { status, body } = await each.put('/cycles/1/delivery', { method: 'oneHour' });
    if (status !== 200 && status !== 409) throw new Error(`delivery: ${status} ${JSON.stringify(body)}`);
    return status === 200 ? {} : undefined;
  });
  return customer;
}

/** One-hour orders, on the wall's clock; the world has the zone of `openZone`. Answers the order's ID. */
export const orderScenarios: Record<string, (world: World) => Promise<string>> = {
  broughtByCourier: async (world) => {
    const courier = await Courier.onShift(world);
    const placed = await order(world);
    await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`);
    await courier.bring(placed.deliveryId);
    await shipmentEnds(world, placed.deliveryId, 'delivered');
    await courier.endShift();
    return placed.orderId;
  },
  comesBack: async (world) => {
    const courier = await Courier.onShift(world);
    const placed = await order(world);
    await courier.post(`/v1/offers/${(await courier.offer()).id}/accept`);
    await courier.pickUp(placed.deliveryId);
    await courier.post(`/v1/deliveries/${placed.deliveryId}/address-not-found`);
    await courier.post(`/v1/deliveries/${placed.deliveryId}/returned`);
    await shipmentEnds(world, placed.deliveryId, 'abandoned');
    await courier.endShift();
    return placed.orderId;
  },
  noCourier: async (world) => {
    await startOnFastClock(world, 'ord_nobody', 900);
    await shipmentEnds(world, 'ord_nobody-1', 'abandoned');
    return 'ord_nobody';
  },
};
