import type { FaultRule } from '#simulator/faults/rules';
import { type Receiver, startReceiver, until } from './receiver';
import { chargeOf, parcelOf, type Rig, startRig } from './rig';

let receiver: Receiver;
let rig: Rig;
beforeAll(async () => {
  receiver = await startReceiver();
  rig = await startRig({ webhookUrl: receiver.url });
});
beforeEach(async () => {
  await rig.client.clear();
  await rig.client.settings({ transitMs: 400 });
  receiver.answerWith = 204;
});
afterEach(() => {
  if (receiver.unexpected.length > 0) throw new Error(`requests that nobody signed: ${receiver.unexpected.join('; ')}`);
});
afterAll(async () => {
  await rig.close();
  await receiver.close();
});

const way = ['collected', 'inTransit', 'outForDelivery', 'delivered'];

async function book(...given: Parameters<typeof parcelOf>): Promise<string> {
  const answer = await rig.facade.carrier.bookParcel(parcelOf(...given));
  if (answer.outcome !== 'booked') throw new Error('refused');
  return answer.trackingNumber;
}

const told = (trackingNumber: string, count: number) =>
  until(() => receiver.statusesOf(trackingNumber).length >= count);
const waiting = async (): Promise<number> => {
  const { rows } = await rig.database.pool.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM simulator.webhooks WHERE acknowledged_at IS NULL AND voided_at IS NULL',
  );
  return rows[0]?.count ?? 0;
};

test('a parcel tells of its whole way, in order, each event signed and with an ID of its own', async () => {
  const trackingNumber = await book('way-1');
  await told(trackingNumber, 4);
  expect(receiver.statusesOf(trackingNumber)).toEqual(way);
  const events = receiver.received.filter((webhook) => webhook.trackingNumber === trackingNumber);
  expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4);
  const times = events.map(({ occurredAt }) => occurredAt);
  expect(times).toEqual(times.toSorted());
  expect(await rig.client.summary('way-1')).toMatchObject({ parcels: 1, delivered: 1 });
});

test('a second line with RETURN sends the parcel back: it is never delivered', async () => {
  const trackingNumber = await book('return-1', { line2: 'RETURN to sender' });
  await told(trackingNumber, 4);
  expect(receiver.statusesOf(trackingNumber)).toEqual([...way.slice(0, 3), 'returned']);
  expect(await rig.client.summary('return-1')).toMatchObject({ delivered: 0 });
});

test('booking twice with one key tells of one way', async () => {
  const [trackingNumber, again] = await Promise.all([book('once-1'), book('once-1')]);
  expect(again).toBe(trackingNumber);
  await until(async () => (await waiting()) === 0);
  expect(receiver.statusesOf(trackingNumber)).toEqual(way);
});

test('a cancelled parcel sends nothing more', async () => {
  await rig.client.settings({ transitMs: 60_000 });
  const trackingNumber = await book('cancel-1');
  await rig.facade.carrier.cancelParcel({ idempotencyKey: 'cancel-1:cancel', reference: 'cancel-1', trackingNumber });
  expect(await waiting()).toBe(0);
  expect(receiver.statusesOf(trackingNumber)).toEqual([]);
});

describe('faults of tracking', () => {
  const withFault = async (fault: FaultRule, reference: string): Promise<string> => {
    await rig.client.setFaults([fault]);
    return book(reference);
  };

  test('duplicateWebhook: each event comes twice, with the same ID', async () => {
    const trackingNumber = await withFault({ partner: 'carrier', kind: 'duplicateWebhook' }, 'duplicate-1');
    await told(trackingNumber, 8);
    expect(receiver.statusesOf(trackingNumber)).toEqual(way.flatMap((status) => [status, status]));
    const events = receiver.received.filter((webhook) => webhook.trackingNumber === trackingNumber);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4);
    expect(await rig.client.summary('duplicate-1')).toMatchObject({ parcels: 1, delivered: 1 });
  });

  test('outOfOrderWebhook: an event is overtaken, and says by its time that it is the older one', async () => {
    const trackingNumber = await withFault({ partner: 'carrier', kind: 'outOfOrderWebhook' }, 'order-1');
    await told(trackingNumber, 4);
    expect(receiver.statusesOf(trackingNumber)).toEqual(['inTransit', 'collected', 'delivered', 'outForDelivery']);
    const byTime = receiver.received
      .filter((webhook) => webhook.trackingNumber === trackingNumber)
      .toSorted((left, right) => left.occurredAt.localeCompare(right.occurredAt));
    expect(byTime.map(({ status }) => status)).toEqual(way);
  });

  test('lateWebhook: each event comes long after it happened, with the time at which it did', async () => {
    const delayMs = 600;
    const trackingNumber = await withFault({ partner: 'carrier', kind: 'lateWebhook', delayMs }, 'late-1');
    await told(trackingNumber, 4);
    for (const { receivedAtMs, occurredAt } of receiver.received.filter(
      (one) => one.trackingNumber === trackingNumber,
    )) {
      expect(receivedAtMs - Date.parse(occurredAt)).toBeGreaterThanOrEqual(delayMs);
    }
    expect(receiver.statusesOf(trackingNumber)).toEqual(way);
    const { items } = await rig.client.calls({ referencePrefix: 'late-1' });
    expect(items).toMatchObject([{ faults: ['lateWebhook'], status: 201, hadEffect: true }]);
  });
});

test('webhooks are sent again until they are taken, in order, while other parcels are told of too', async () => {
  receiver.answerWith = 503;
  const refusedBefore = receiver.refused;
  const parcels = await Promise.all(['again-1', 'again-2', 'again-3'].map((reference) => book(reference)));
  await until(() => receiver.refused >= refusedBefore + 4);
  receiver.answerWith = 204;
  await Promise.all(parcels.map((trackingNumber) => told(trackingNumber, 4)));
  for (const trackingNumber of parcels) expect(receiver.statusesOf(trackingNumber)).toEqual(way);
});

test('a restart keeps ledger, rules, settings and the webhooks that wait', async () => {
  receiver.answerWith = 503;
  const trackingNumber = await book('restart-1');
  const charged = await rig.facade.payment.charge(chargeOf('restart-1'));
  await rig.client.setFaults([{ partner: 'payment', kind: 'error500', nth: 2 }]);
  await rig.facade.payment.charge(chargeOf('restart-1'));
  const before = await rig.client.effects();

  await rig.restart();
  receiver.answerWith = 204;
  await told(trackingNumber, 4);
  expect(receiver.statusesOf(trackingNumber)).toEqual(way);
  const arrived = { deliveredAt: expect.any(String) as string };
  const items = before.items.map((effect) => ({ ...effect, ...(effect.operation === 'bookParcel' ? arrived : {}) }));
  expect(await rig.client.effects()).toEqual({ ...before, items });
  expect(await rig.client.settings({})).toMatchObject({ transitMs: 400 });
  // The rule had seen one call before the restart, so this is its second.
  await expect(rig.facade.payment.charge(chargeOf('restart-1'))).rejects.toThrow('answered 500');
  expect(await rig.facade.payment.charge(chargeOf('restart-1'))).toEqual(charged);
  expect(await rig.client.summary('restart-1')).toMatchObject({ charges: 1, parcels: 1, delivered: 1 });
});

test('stopping drops a call that is kept waiting; its effect is there after the restart', async () => {
  await rig.client.setFaults([{ partner: 'payment', kind: 'timeoutAfterEffect', times: 1 }]);
  const hanging = rig.facade.payment.charge(chargeOf('hang-1')).catch((error: unknown) => error);
  await until(async () => (await rig.client.summary('hang-1')).charges === 1);
  await rig.restart();
  expect(await hanging).toMatchObject({ name: 'PaymentFault', message: expect.stringContaining('connection failed') });
  expect(await rig.facade.payment.charge(chargeOf('hang-1'))).toMatchObject({ outcome: 'charged' });
  expect(await rig.client.summary('hang-1')).toMatchObject({ charges: 1 });
});
