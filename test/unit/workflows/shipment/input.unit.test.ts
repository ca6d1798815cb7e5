import { orderShipment } from '#workflows/shipment/input';
import { toyProgram } from '#test/support/toyProgram';

test('a single order is one shipment of exactly what was ordered, on the wall clock, without substitutes or dunning', () => {
  const promise = {
    promiseId: 'prm_1',
    zoneId: 'leeds',
    stationId: 'leeds-1',
    place: { lat: 53.8, lng: -1.5 },
    orderedAtMs: 1_000,
    handoffDueAtMs: 2_000,
    dueAtMs: 3_000,
    feeCents: 499,
    missed: { refundFee: true, creditCents: 0 },
  };
  const who = { orderId: 'ord_1', customerId: 'cus_1', programId: 'test-toys' };
  const what = { sku: 'toy-01', chargeCents: 1_499, addressId: 'addr_1', promise };
  const program = toyProgram();
  expect(orderShipment({ ...who, ...what, paymentMethodId: 'pm_1' }, program)).toEqual({
    ...what,
    shipmentId: 'ord_1-1',
    subscriptionId: 'ord_1',
    customerId: 'cus_1',
    programId: 'test-toys',
    cycle: 1,
    substitutes: [],
    payment: { paymentMethodId: 'pm_1', decidedAtMs: 0, revision: 0 },
    shipAtMs: 1_000,
    clock: { originWallMs: 0, originBusinessMs: 0, speed: 1 },
    rules: {
      currency: 'GBP',
      service: 'standard',
      dunningDays: [],
      parkedDays: 60,
      overdueDays: 10,
      ratingRequestHours: 24,
    },
  });
});
