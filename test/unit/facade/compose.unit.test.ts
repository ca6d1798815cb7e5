import { policies, type ReadPolicy, type WritePolicy } from '#facade/compose/policies';
import { CarrierFault, InventoryFault, type InventoryPort, PaymentFault, type PaymentPort } from '#facade/ports/index';
import { composed } from '#test/support/composed';

const charge = {
  idempotencyKey: 'key',
  reference: 'reference',
  customerId: 'customer-1',
  paymentToken: 'tok_ok',
  amountCents: 1,
  currency: 'EUR',
};
const paymentThat = (answer: PaymentPort['charge']): PaymentPort => ({
  charge: answer,
  refund: async () => ({ refundId: 're_1' }),
});

test('no write is repeated or cached here: that is the workflow’s, and the outbox’s', () => {
  const lines = Object.values(policies(5_000)).flatMap(({ operations }) =>
    Object.values<ReadPolicy | WritePolicy>(operations),
  );
  const writes = lines.filter(({ kind }) => kind === 'write');
  expect(writes).toEqual(Array.from({ length: 7 }, () => ({ kind: 'write', timeoutMs: 5_000, retries: 0 })));
});

test('a provider that neither answers nor heeds the signal is left after its time', async () => {
  let signal: AbortSignal | undefined;
  const payment = paymentThat((_request, given) => {
    signal = given;
    return new Promise(() => {});
  });
  const answer = composed({ payment }, {}, 20).payment.charge(charge);
  await expect(answer).rejects.toMatchObject({
    name: 'PaymentFault',
    message: 'payment charge: no answer within 20 ms',
  });
  expect(signal?.aborted).toBe(true);
});

test('a provider that fails after its time is over disturbs nobody', async () => {
  let failLate = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    failLate = () => reject(new PaymentFault('late'));
  });
  const payment = paymentThat(() => late);
  await expect(composed({ payment }, {}, 20).payment.charge(charge)).rejects.toThrow('no answer within 20 ms');
  failLate(); // a rejection that nobody handles fails the test
});

test('an error that is no fault of the partner comes out as it is, and leaves the breaker closed', async () => {
  const bug = new TypeError('a bug of ours');
  const facade = composed({ payment: paymentThat(() => Promise.reject(bug)) });
  for (let call = 0; call < 10; call += 1) await expect(facade.payment.charge(charge)).rejects.toBe(bug);
});

test('calls that the partner refuses one by one do not open its breaker', async () => {
  let charges = 0;
  const payment = paymentThat(() => {
    charges += 1;
    return Promise.reject(new PaymentFault('payment charge: answered 409', false));
  });
  const facade = composed({ payment });
  for (let call = 0; call < 10; call += 1) await expect(facade.payment.charge(charge)).rejects.toThrow('409');
  expect(charges).toBe(10);
  expect(await facade.payment.refund({ ...charge, chargeId: 'ch_1' })).toEqual({ refundId: 're_1' });
});

test('an open breaker closes one partner, with all of its operations, and no other', async () => {
  const facade = composed({ payment: paymentThat(() => Promise.reject(new PaymentFault('down'))) });
  for (let call = 0; call < 3; call += 1) await expect(facade.payment.charge(charge)).rejects.toThrow('down');
  const refund = facade.payment.refund({ ...charge, chargeId: 'ch_1' });
  await expect(refund).rejects.toThrow('circuit breaker open');
  await expect(refund).rejects.toBeInstanceOf(PaymentFault);
  await expect(
    facade.carrier.cancelParcel({ idempotencyKey: 'k', reference: 'r', trackingNumber: 'TN1' }),
  ).rejects.toBeInstanceOf(CarrierFault);
  expect(await facade.inventory.stationStock(['a'], 'SKU-1')).toMatchObject({ source: 'fresh' });
});

test('a read is tried once more, and asks no further when the breaker opens between', async () => {
  let asked = 0;
  const inventory: InventoryPort = {
    stationStock: () => {
      asked += 1;
      return Promise.reject(new InventoryFault('down'));
    },
  };
  const facade = composed({ inventory });
  await expect(facade.inventory.stationStock(['a'], 'SKU-1')).rejects.toThrow('down');
  expect(asked).toBe(2);
  // The third outage opens the breaker, before the second attempt of this read.
  await expect(facade.inventory.stationStock(['a'], 'SKU-1')).rejects.toThrow('circuit breaker open');
  expect(asked).toBe(3);
});

test('the order in which stations are named makes no other question; another item does', async () => {
  let asked = 0;
  const inventory: InventoryPort = {
    stationStock: async () => {
      asked += 1;
      return [];
    },
  };
  const facade = composed({ inventory });
  await facade.inventory.stationStock(['a', 'b'], 'SKU-1');
  expect((await facade.inventory.stationStock(['b', 'a'], 'SKU-1')).source).toBe('cache');
  await facade.inventory.stationStock(['a', 'b'], 'SKU-2');
  await facade.inventory.stationStock(['a'], 'SKU-1');
  expect(asked).toBe(3);
});
