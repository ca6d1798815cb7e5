import { createFacade } from '#facade/compose/index';
import { createProviders } from '#facade/compose/providers';
import type { Facade, Providers } from '#facade/ports/index';
import type { ProviderChoices } from '#workers/partnerProviders';
import { dummyChoices } from '#test/support/composed';
import { simulatedBy } from '#test/support/simulatedBy';
import { apiKey, chargeOf, handoffOf, parcelOf, type Rig, startRig } from './rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const options = (providers: ProviderChoices) => ({ providers, apiKey, timeoutMs: 10_000 });
type Writes = Pick<Providers, 'payment' | 'warehouse' | 'carrier' | 'notifications'>;

const providers: [string, () => Writes][] = [
  ['HTTP adapters and the simulator', () => createProviders(options(simulatedBy(rig.simulator.url)))],
  ['dummy data', () => createProviders(options(dummyChoices))],
  ['the facade before the simulator', () => createFacade(options(simulatedBy(rig.simulator.url)))],
  ['the facade before dummy data', () => createFacade(options(dummyChoices))],
];

describe.each(providers)('writes through %s', (name, create) => {
  let ports: Writes;
  beforeAll(() => {
    ports = create();
  });
  /** A reference that no other provider's tests have used. */
  const own = (reference: string): string => `${reference}-${name.replaceAll(' ', '-')}`;

  test('a charge: the same key gives the same answer, another key another one', async () => {
    const first = await ports.payment.charge(chargeOf(own('charge')));
    expect(first).toEqual({ outcome: 'charged', chargeId: expect.stringMatching(/^ch_/) });
    expect(await ports.payment.charge(chargeOf(own('charge')))).toEqual(first);
    expect(await ports.payment.charge(chargeOf(own('charge-b')))).not.toEqual(first);
  });

  test.each([
    ['tok_declined_for_ever', 'cardDeclined'],
    ['visa', 'unknownToken'],
  ])('the card %s is declined as %s, again and again', async (paymentToken, reason) => {
    const request = chargeOf(own(paymentToken), { paymentToken });
    for (const _ of [1, 2]) expect(await ports.payment.charge(request)).toEqual({ outcome: 'declined', reason });
  });

  test('a card that declines two rounds charges the third, and a declined round stays so', async () => {
    const outcomes: string[] = [];
    for (const step of ['charge', 'charge', 'charge-1', 'charge', 'charge-2', 'charge-1', 'charge-2']) {
      const idempotencyKey = `${own('dunning')}:${step}`;
      const request = chargeOf(own('dunning'), { paymentToken: `tok_declined_2_${own('')}`, idempotencyKey });
      outcomes.push((await ports.payment.charge(request)).outcome);
    }
    const [no, yes] = ['declined', 'charged'];
    expect(outcomes).toEqual([no, no, no, no, yes, no, yes]);
  });

  test('a refund: the same key gives the same answer; a charge that never was is a fault', async () => {
    const answer = await ports.payment.charge(chargeOf(own('refund')));
    if (answer.outcome !== 'charged') throw new Error('declined');
    const { reference, amountCents, currency } = chargeOf(own('refund'));
    const request = { idempotencyKey: `${reference}:refund`, reference, amountCents, currency };
    const first = await ports.payment.refund({ ...request, chargeId: answer.chargeId });
    expect(first).toEqual({ refundId: expect.stringMatching(/^re_/) });
    expect(await ports.payment.refund({ ...request, chargeId: answer.chargeId })).toEqual(first);
    const unknown = ports.payment.refund({ ...request, idempotencyKey: `${reference}:refund-1`, chargeId: 'ch_none' });
    await expect(unknown).rejects.toMatchObject({ name: 'PaymentFault', isOutage: false });
  });

  test('a handoff: one order per key; taking it back again is accepted; an unknown one is a fault', async () => {
    const first = await ports.warehouse.handOff(handoffOf(own('handoff')));
    if (first.outcome !== 'accepted') throw new Error('refused');
    expect(await ports.warehouse.handOff(handoffOf(own('handoff')))).toEqual(first);
    const reference = own('handoff');
    for (const key of ['cancel', 'cancel', 'cancel-1']) {
      const { warehouseOrderId } = first;
      await ports.warehouse.cancelOrder({ idempotencyKey: `${reference}:${key}`, reference, warehouseOrderId });
    }
    const unknown = { idempotencyKey: `${reference}:cancel-2`, reference, warehouseOrderId: 'wo_none' };
    await expect(ports.warehouse.cancelOrder(unknown)).rejects.toMatchObject({ name: 'WarehouseFault' });
  });

  test('a parcel: one per key; voiding it again is accepted; an unknown one is a fault', async () => {
    const first = await ports.carrier.bookParcel(parcelOf(own('parcel')));
    if (first.outcome !== 'booked') throw new Error('refused');
    expect(first.trackingNumber).toMatch(/^TN[0-9A-F]{24}$/);
    expect(await ports.carrier.bookParcel(parcelOf(own('parcel')))).toEqual(first);
    const reference = own('parcel');
    for (const key of ['cancel', 'cancel', 'cancel-1']) {
      const { trackingNumber } = first;
      await ports.carrier.cancelParcel({ idempotencyKey: `${reference}:${key}`, reference, trackingNumber });
    }
    const unknown = { idempotencyKey: `${reference}:cancel-2`, reference, trackingNumber: 'TNNONE' };
    await expect(ports.carrier.cancelParcel(unknown)).rejects.toMatchObject({ name: 'CarrierFault' });
  });

  test('an address that cannot be delivered to is refused, by the warehouse and by the carrier', async () => {
    const message = expect.any(String);
    expect(await ports.warehouse.handOff(handoffOf(own('bad'), { line1: 'UNDELIVERABLE Road' }))).toEqual({
      outcome: 'refused',
      reason: 'AddressRefused',
      message,
    });
    expect(await ports.carrier.bookParcel(parcelOf(own('bad'), { city: 'NOCARRIER Island' }))).toEqual({
      outcome: 'refused',
      reason: 'ParcelRefused',
      message,
    });
  });

  test('a message is accepted, and accepted again', async () => {
    const message = { idempotencyKey: own('m'), reference: own('m'), customerId: 'customer-1', data: { cents: 5 } };
    for (const _ of [1, 2]) {
      expect(await ports.notifications.send({ ...message, template: 'shipped' })).toBeUndefined();
    }
  });
});

type Reads = Pick<Facade, 'inventory' | 'transportation'>;
const readers: [string, () => Reads][] = [
  ['HTTP and the simulator', () => createFacade(options(simulatedBy(rig.simulator.url)))],
  ['dummy data', () => createFacade(options(dummyChoices))],
];

describe.each(readers)('reads through the facade before %s', (_name, create) => {
  let ports: Reads;
  beforeAll(() => {
    ports = create();
  });
  const stations = Array.from({ length: 12 }, (_, index) => `station-${index}`);

  test('stock: one count per station, of the item that was asked for, and when it was counted', async () => {
    const { value, source } = await ports.inventory.stationStock(stations, 'SKU/1 & more');
    expect(source).toBe('fresh');
    expect(value.map(({ stationId }) => stationId).toSorted()).toEqual(stations.toSorted());
    for (const { sku, available, asOfMs } of value) {
      expect([sku, Number.isInteger(available), Number.isInteger(asOfMs)]).toEqual(['SKU/1 & more', true, true]);
    }
    expect(value.some(({ available }) => available > 0)).toBe(true);
  });

  test('stock of no stations is no stock', async () => {
    expect((await ports.inventory.stationStock([], 'SKU-1')).value).toEqual([]);
  });

  test('capacity of the zone that was asked for', async () => {
    const { value } = await ports.transportation.capacity('zone/1');
    expect(value).toEqual({
      zoneId: 'zone/1',
      couriersOnShift: expect.any(Number),
      openOffers: expect.any(Number),
      asOfMs: expect.any(Number),
    });
    expect(value.couriersOnShift).toBeGreaterThan(0);
  });
});

test('dummy data and the simulator tell the same of a station, an item and a zone', async () => {
  const nothingAge = { asOfMs: 0 };
  const [simulated, invented] = readers.map(([, create]) => create());
  const stock = async (ports: Reads | undefined) =>
    (await ports?.inventory.stationStock(['a', 'b', 'c'], 'SKU-1'))?.value.map((item) => ({ ...item, ...nothingAge }));
  const capacity = async (ports: Reads | undefined) => ({
    ...(await ports?.transportation.capacity('zone-1'))?.value,
    ...nothingAge,
  });
  // Asked again if the hour has just changed between the two.
  const hour = (): number => Math.floor(Date.now() / 3_600_000);
  const before = hour();
  const answers = [await stock(simulated), await stock(invented), await capacity(simulated), await capacity(invented)];
  if (hour() !== before) return;
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[3]).toEqual(answers[2]);
});
