import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { CarrierFault, NotificationsFault, PartnerFault, PaymentFault, WarehouseFault } from '#facade/ports/index';
import type { FaultRule } from '#simulator/faults/rules';
import { waitFor } from '#test/support/waitFor';
import { apiKey, chargeOf, facadeFor, handoffOf, parcelOf, type Rig, startRig } from './rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.client.clearFaults());
afterAll(() => rig.close());

const charge = (reference: string) => rig.facade.payment.charge(chargeOf(reference));
const callsOf = async (reference: string) => {
  const { items } = await rig.client.calls({ referencePrefix: reference });
  return items.map(({ status, faults, hadEffect }) => ({ status, faults, hadEffect }));
};
const message = {
  idempotencyKey: 'each:shipped',
  reference: 'each',
  template: 'shipped',
  customerId: 'customer-1',
  data: {},
} as const;

test.each<[FaultRule['partner'], typeof PartnerFault, string, (r: Rig) => Promise<unknown>]>([
  ['payment', PaymentFault, 'charge', ({ facade }) => facade.payment.charge(chargeOf('each'))],
  ['warehouse', WarehouseFault, 'handOff', ({ facade }) => facade.warehouse.handOff(handoffOf('each'))],
  ['carrier', CarrierFault, 'bookParcel', ({ facade }) => facade.carrier.bookParcel(parcelOf('each'))],
  ['notifications', NotificationsFault, 'send', ({ facade }) => facade.notifications.send(message)],
])(
  '%s: error500 and down are its own fault class and have no effect; then the same key works',
  async (partner, fault, name, call) => {
    await rig.client.setFaults([{ partner, kind: 'error500' }]);
    await expect(call(rig)).rejects.toMatchObject({
      message: `${partner} ${name}: answered 500 (ServerError)`,
      partner,
    });
    await rig.client.setFaults([{ partner, kind: 'down' }]);
    const dropped = call(rig);
    await expect(dropped).rejects.toBeInstanceOf(fault);
    await expect(dropped).rejects.toThrow(`${partner} ${name}: connection failed (`);
    expect((await rig.client.effects({ partner, referencePrefix: 'each' })).items).toEqual([]);
    await rig.client.clearFaults();
    await call(rig);
    expect((await rig.client.effects({ partner, referencePrefix: 'each' })).items).toHaveLength(1);
  },
);

test('what is wrong with a rule is told by field, in words', async () => {
  const answer = await fetch(`${rig.simulator.url}/control/settings`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ transitMs: -1, speed: 2 }),
  });
  expect(await answer.json()).toEqual({
    type: 'InvalidRequest',
    message: 'transitMs: must be at least 0; speed: is not part of this request',
  });
});

test('calls without an effect are in the ledger too, with their fault', async () => {
  await rig.client.setFaults([
    { partner: 'payment', kind: 'down', nth: 1 },
    { partner: 'payment', kind: 'error500', nth: 1 },
  ]);
  for (const _ of [1, 2]) await expect(charge('calls')).rejects.toBeInstanceOf(PaymentFault);
  await charge('calls');
  expect(await callsOf('calls')).toEqual([
    { status: null, faults: ['down'], hadEffect: false },
    { status: 500, faults: ['error500'], hadEffect: false },
    { status: 201, faults: [], hadEffect: true },
  ]);
});

test('timeoutAfterEffect: the call faults, the retry gets the answer of the one effect', async () => {
  const impatient = facadeFor(rig.simulator.url, 300);
  await rig.client.setFaults([{ partner: 'payment', kind: 'timeoutAfterEffect', times: 1 }]);
  await expect(impatient.payment.charge(chargeOf('timeout'))).rejects.toThrow(
    'payment charge: no answer within 300 ms',
  );
  const { items } = await rig.client.effects({ referencePrefix: 'timeout' });
  expect(items).toHaveLength(1);
  expect(await charge('timeout')).toEqual({ outcome: 'charged', chargeId: items[0]?.id });
  expect(await rig.client.summary('timeout')).toMatchObject({ charges: 1 });
  expect(await callsOf('timeout')).toEqual([
    { status: null, faults: ['timeoutAfterEffect'], hadEffect: true },
    { status: 201, faults: [], hadEffect: false },
  ]);
});

test('slow: the answer comes, unless the caller gives up; then the effect is there all the same', async () => {
  await rig.client.setFaults([{ partner: 'warehouse', kind: 'slow', delayMs: 400 }]);
  expect(await rig.facade.warehouse.handOff(handoffOf('slow-1'))).toMatchObject({ outcome: 'accepted' });
  const impatient = facadeFor(rig.simulator.url, 100);
  await expect(impatient.warehouse.handOff(handoffOf('slow-2'))).rejects.toBeInstanceOf(WarehouseFault);
  await waitFor('the effect of the second', async () => {
    const { handoffs } = await rig.client.summary('slow-');
    return handoffs === 2 ? true : undefined;
  });
});

test('decline: once for a key, and for ever for that key', async () => {
  await rig.client.setFaults([{ partner: 'payment', kind: 'decline', times: 1 }]);
  expect(await charge('decline')).toEqual({ outcome: 'declined', reason: 'cardDeclined' });
  expect(await charge('decline')).toEqual({ outcome: 'declined', reason: 'cardDeclined' });
  const next = chargeOf('decline', { idempotencyKey: 'decline:charge-1' });
  expect(await rig.facade.payment.charge(next)).toMatchObject({ outcome: 'charged' });
  expect((await callsOf('decline')).map(({ faults }) => faults)).toEqual([['decline'], [], []]);
});

test('refuse: warehouse and carrier answer with their own refusal', async () => {
  await rig.client.setFaults([
    { partner: 'warehouse', kind: 'refuse' },
    { partner: 'carrier', kind: 'refuse' },
  ]);
  expect(await rig.facade.warehouse.handOff(handoffOf('refuse'))).toMatchObject({ reason: 'AddressRefused' });
  expect(await rig.facade.carrier.bookParcel(parcelOf('refuse'))).toMatchObject({ reason: 'ParcelRefused' });
  expect(await rig.client.summary('refuse')).toMatchObject({ handoffs: 0, parcels: 0 });
});

test('a rule with a reference leaves all others alone', async () => {
  await rig.client.setFaults([{ partner: 'payment', operation: 'charge', kind: 'error500', reference: 'only-1' }]);
  expect(await charge('only-2')).toMatchObject({ outcome: 'charged' });
  await expect(charge('only-1')).rejects.toBeInstanceOf(PaymentFault);
});

test('a probability repeats with its seed, whatever the order of calls, and a retry is another draw', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `seed-${index}`);
  const failing = async (references: string[]): Promise<string[]> => {
    await rig.client.clear();
    await rig.client.settings({ seed: 'seed of the test' });
    await rig.client.setFaults([{ partner: 'payment', kind: 'error500', probability: 0.5 }]);
    const tried = await Promise.all(
      references.map((key) =>
        charge(key).then(
          () => [],
          () => [key],
        ),
      ),
    );
    return tried.flat().toSorted();
  };
  const failed = await failing(keys);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(keys.length);
  expect(await failing(keys.toReversed())).toEqual(failed);
  for (const key of failed) {
    let left = 50;
    while (
      left > 0 &&
      (await charge(key).then(
        () => false,
        () => true,
      ))
    )
      left -= 1;
    expect(left).toBeGreaterThan(0);
  }
});

test('bad rules are refused with the field, and those in force stay', async () => {
  await rig.client.setFaults([{ partner: 'payment', kind: 'error500' }]);
  await expect(rig.client.setFaults([{ partner: 'warehouse', kind: 'decline' }])).rejects.toThrow(
    /400.*0\.kind: decline/,
  );
  await expect(charge('kept')).rejects.toBeInstanceOf(PaymentFault);
});

describe('answers that make no sense', () => {
  const secretive = chargeOf('nonsense', { customerId: 'customer-secret', paymentToken: 'tok_ok_secret' });

  async function answering(status: number, body: string, headers: Record<string, string> = {}) {
    const server = createServer((request, response) => {
      request.resume();
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fault = await facadeFor(url, 5_000, 'key-secret')
      .payment.charge(secretive)
      .catch((error: unknown) => error);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return fault;
  }

  test.each<[string, number, string, string]>([
    ['no JSON', 201, '<html>', 'answered 201 with a malformed body (body: invalid_type)'],
    ['no chargeId', 201, '{"id":"tok_ok_secret"}', 'answered 201 with a malformed body (chargeId: invalid_type)'],
    ['an untyped decline', 402, '{"reason":"no"}', 'answered 402 with a malformed body (type: invalid_value)'],
    ['429', 429, '', 'answered 429'],
    ['503', 503, 'customer-secret is unlucky', 'answered 503'],
    ['an unexpected 4xx', 400, '{"type":"BadThing","message":"customer-secret"}', 'answered 400 (BadThing)'],
    ['a type that is text', 400, '{"type":"no customer-secret"}', 'answered 400'],
    ['200 instead of 201', 200, '{"chargeId":"ch_1"}', 'answered 200'],
  ])('%s is a fault that says what, without secrets or personal data', async (_name, status, body, expected) => {
    const fault = await answering(status, body);
    expect(fault).toBeInstanceOf(PaymentFault);
    expect((fault as Error).message).toBe(`payment charge: ${expected}`);
    expect(inspect(fault, { depth: Infinity, showHidden: true })).not.toContain('secret');
  });

  test('a redirect is not followed', async () => {
    const fault = await answering(307, '', { location: `${rig.simulator.url}/payment/charges` });
    expect((fault as Error).message).toBe('payment charge: answered 307');
    expect(await callsOf('nonsense')).toEqual([]);
  });

  test('a key that the partner does not know is a fault', async () => {
    const stranger = facadeFor(rig.simulator.url, 5_000, 'wrong');
    await expect(stranger.payment.charge(secretive)).rejects.toThrow('payment charge: answered 401 (Unauthorized)');
  });
});
