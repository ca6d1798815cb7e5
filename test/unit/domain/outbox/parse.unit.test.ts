import type { Queryable } from '#db/pool';
import { putInOutbox } from '#db/outbox/outbox';
import { outboxKinds, OutboxMessageError, parseOutboxMessage } from '#domain/outbox/parse';
import type { OutboxPayloads } from '#domain/outbox/types';
import { wallClock } from '#domain/clock';

const shipment = { subscriptionId: 'sub_1', cycle: 3 };
const whose = { customerId: 'cus_1', programId: 'test-toys' };

/** One of each kind, as its writer puts it in. */
const payloads: OutboxPayloads = {
  startSubscription: {
    state: {
      id: 'sub_1',
      ...whose,
      planId: 'monthly',
      status: 'active',
      addressId: 'addr_1',
      paymentMethodId: 'pm_1',
      preferences: { ageYears: 7, likes: ['building'], dislikes: [] },
      nextCycle: 1,
      nextOpenAtMs: 1_000,
      anchor: { atMs: 1_000, cycle: 1, planId: 'monthly' },
      open: null,
      lastClosed: null,
      decidedAtMs: 0,
      revision: 0,
    },
    clock: wallClock,
    zone: 'Europe/London',
    answered: [],
  },
  startOrder: {
    orderId: 'ord_1',
    ...whose,
    sku: 'toy-01',
    addressId: 'addr_1',
    paymentMethodId: 'pm_1',
    chargeCents: 1_499,
    promise: {
      promiseId: 'prm_1',
      zoneId: 'leeds',
      stationId: 'leeds-1',
      place: { lat: 53.8, lng: -1.5 },
      orderedAtMs: 1_000,
      handoffDueAtMs: 2_000,
      dueAtMs: 3_000,
      feeCents: 499,
      missed: { refundFee: true, creditCents: 0 },
    },
  },
  parcelEnded: { ...shipment, trackingNumber: 'trk_1', status: 'delivered', atMs: 1_000 },
  paymentMethodChanged: { ...shipment, payment: { paymentMethodId: 'pm_2', decidedAtMs: 1_000, revision: 4 } },
  deliveryHappened: {
    deliveryId: 'dlv_1',
    revision: 12,
    phase: 'waiting',
    packedAtMs: 1_000,
    pickedUpAtMs: null,
    endedAtMs: null,
  },
  zoneChanged: { zoneId: 'leeds' },
  startSurvey: {
    id: 'sub_1-why',
    subscriptionId: 'sub_1',
    surveyId: 'why',
    ...whose,
    dueAtMs: 1_000,
    clock: wallClock,
  },
  stopSurvey: { subscriptionId: 'sub_1', surveyId: 'why' },
  eraseCustomer: { customerId: 'cus_1', erasedAtMs: 1_000 },
  notify: {
    idempotencyKey: 'sub_1:3:cycleOpened',
    reference: 'sub_1-3',
    template: 'cycleOpened',
    customerId: 'cus_1',
    data: { title: 'Toy', cycle: 3, reason: null },
  },
};

const parsed = (kind: string, payload: unknown) => () => parseOutboxMessage({ kind, payload });

test.each(outboxKinds)('a payload of %s comes out of its row as it went in', (kind) => {
  const payload = JSON.parse(JSON.stringify(payloads[kind])) as unknown;
  expect(parseOutboxMessage({ kind, payload })).toEqual({ kind, payload: payloads[kind] });
});

test.each(outboxKinds)('each field of %s has to be there', (kind) => {
  for (const field of Object.keys(payloads[kind])) {
    const { [field]: _, ...without } = payloads[kind] as unknown as Record<string, unknown>;
    expect(parsed(kind, without)).toThrow(`${field}: is required`);
  }
});

test('a field that a newer version added goes through untouched', () => {
  const payload = { zoneId: 'leeds', reason: { code: 7 } };
  expect(parseOutboxMessage({ kind: 'zoneChanged', payload })).toEqual({ kind: 'zoneChanged', payload });
});

test.each([
  ['an unknown kind', 'refundGift', {}, /^kind: must be one of startSubscription, .+, notify$/],
  ['a name that every object has', 'toString', {}, /^kind: must be one of/],
  ['no object', 'zoneChanged', null, /^payload: must be of type object, not null$/],
  ['another type', 'zoneChanged', { zoneId: 7 }, /^zoneId: must be of type string$/],
  [
    'faults further in',
    'startOrder',
    { ...payloads.startOrder, promise: {} },
    /promise\.promiseId: is required; promise\./,
  ],
  ['an unknown word', 'notify', { ...payloads.notify, template: 'spam' }, /^template: must be one of cycleOpened/],
])('%s is refused, with field and rule', (_what, kind, payload, message) => {
  expect(parsed(kind, payload)).toThrow(OutboxMessageError);
  expect(parsed(kind, payload)).toThrow(message);
});

test('what is told of a fault does not repeat what the customer said', () => {
  const data = { title: { text: 'Anna, 7 years' } };
  expect(parsed('notify', { ...payloads.notify, data })).toThrow(
    /^data\.title: must be of type string or number or null$/,
  );
});

/** The row that a writer puts in. */
async function written(write: (tx: Queryable) => Promise<void>): Promise<{ kind: string; payload: unknown }> {
  const query = vi.fn(() => Promise.resolve({ rows: [] }));
  await write({ query } as unknown as Queryable);
  const [, [kind, payload]] = query.mock.calls[0] as unknown as [string, [string, string]];
  return { kind, payload: JSON.parse(payload) as unknown };
}

test('who writes is held to the map by the compiler, and who delivers by the row', async () => {
  const right = await written((tx) => putInOutbox(tx, 'zoneChanged', { zoneId: 'leeds' }));
  expect(parseOutboxMessage(right)).toEqual({ kind: 'zoneChanged', payload: { zoneId: 'leeds' } });
  // @ts-expect-error A survey is no zone.
  const wrong = await written((tx) => putInOutbox(tx, 'zoneChanged', payloads.stopSurvey));
  expect(() => parseOutboxMessage(wrong)).toThrow(/^zoneId: is required$/);
});
