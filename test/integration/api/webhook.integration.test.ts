import { signWebhook } from '#facade/webhooks/signature';
import { signUp, storeShipment } from './fixtures';
import { ApiRig, webhookSecret } from './rig';

let rig: ApiRig;
let parcel = 0;
let subscriptionId = '';
beforeAll(async () => {
  rig = await ApiRig.open();
  subscriptionId = await signUp(rig);
});
afterAll(() => rig.close());

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** A booked parcel of its own for each test. */
async function book(subscription = subscriptionId) {
  const cycle = ++parcel;
  const trackingNumber = `TRK${cycle}`;
  const shipmentId = await storeShipment(rig, subscription, cycle, { trackingNumber, trackingStatus: 'booked' });
  let events = 0;
  const event = (status: string, occurredAt = minutesAgo(5)) => ({
    eventId: `${trackingNumber}-${++events}`,
    trackingNumber,
    status,
    occurredAt,
  });
  const shipment = async () => (await rig.call('GET', `/v1/shipments/${shipmentId}`, { role: 'customer' })).body;
  const ends = async () => {
    const sql = `SELECT payload FROM outbox WHERE kind = 'parcelEnded' AND (payload->>'cycle')::int = $1`;
    return (await rig.database.pool.query(sql, [cycle])).rows.map(({ payload }) => payload);
  };
  return { cycle, event, shipment, ends };
}

test('an event moves the parcel on and is shown', async () => {
  const { event, shipment, ends } = await book();
  const sent = event('collected');
  const { status, body } = await rig.webhook(sent);
  expect([status, body]).toEqual([200, { eventId: sent.eventId, duplicate: false }]);
  expect(await shipment()).toMatchObject({
    trackingStatus: 'collected',
    events: [{ status: 'collected', occurredAt: sent.occurredAt }],
  });
  expect(await ends()).toEqual([]);
});

test('a repeated event is acknowledged again and recorded once', async () => {
  const { event, shipment, ends } = await book();
  const sent = event('delivered');
  const answers = await Promise.all(Array.from({ length: 20 }, () => rig.webhook(sent)));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
  expect((await shipment()).events).toHaveLength(1);
  expect(await ends()).toHaveLength(1);
});

test('late events are recorded in their place and never move the parcel back', async () => {
  const { event, shipment } = await book();
  await rig.webhook(event('outForDelivery', minutesAgo(1)));
  await rig.webhook(event('collected', minutesAgo(30)));
  await rig.webhook(event('inTransit', minutesAgo(10)));
  const { trackingStatus, events } = await shipment();
  expect(trackingStatus).toBe('outForDelivery');
  expect(events.map(({ status }: { status: string }) => status)).toEqual(['collected', 'inTransit', 'outForDelivery']);
});

test.each([
  ['delivered', 'returned'],
  ['returned', 'delivered'],
])('the end is told to the workflow once: %s stands against %s', async (first, second) => {
  const { cycle, event, shipment, ends } = await book();
  const end = event(first);
  await rig.webhook(end);
  await rig.webhook(event(second));
  await rig.webhook(event(first));
  expect((await shipment()).trackingStatus).toBe(first);
  expect(await ends()).toEqual([
    { subscriptionId, cycle, trackingNumber: end.trackingNumber, status: first, atMs: Date.parse(end.occurredAt) },
  ]);
});

test('what comes of a parcel that another has followed is recorded, and says nothing of the new one', async () => {
  const { event, shipment, ends } = await book();
  const back = event('returned');
  await rig.webhook(back);
  const second = `${back.trackingNumber}-again`;
  await rig.database.pool.query(
    `WITH next AS (UPDATE shipments SET tracking_number = $2, tracking_status = 'booked' WHERE tracking_number = $1 RETURNING id)
     INSERT INTO parcels SELECT $2, id, 'booked' FROM next`,
    [back.trackingNumber, second],
  );
  expect((await rig.webhook(back)).body).toEqual({ eventId: back.eventId, duplicate: true });
  expect((await rig.webhook(event('delivered'))).status).toBe(200);
  expect(await shipment()).toMatchObject({ trackingNumber: second, trackingStatus: 'booked' });
  expect((await ends()).map(({ trackingNumber }) => trackingNumber)).toEqual([back.trackingNumber]);
});

test('two ends at once are one end', async () => {
  const { event, ends } = await book();
  await Promise.all(
    [...Array(5).keys()].flatMap(() => [rig.webhook(event('delivered')), rig.webhook(event('returned'))]),
  );
  expect(await ends()).toHaveLength(1);
});

test("the workflow is told the business time of the subscription's test clock", async () => {
  const originMs = Date.now() - 3_600_000;
  const insert = `INSERT INTO test_clocks (id, origin_wall_at, origin_business_at, speed) VALUES ('clk_fast', $1, $1, 1000)`;
  await rig.database.pool.query(insert, [new Date(originMs)]);
  const { event, ends } = await book(await signUp(rig, 'cus_1', { testClockId: 'clk_fast' }));
  const end = event('delivered');
  await rig.webhook(end);
  const wallMs = Date.parse(end.occurredAt);
  expect((await ends())[0].atMs).toBe(originMs + (wallMs - originMs) * 1_000);
});

test('an unknown parcel is a 404 without a trace, so that the carrier sends the event again', async () => {
  const { event } = await book();
  const stranger = { ...event('collected'), trackingNumber: 'TRK-unknown' };
  expect((await rig.webhook(stranger)).status).toBe(404);
  expect(await rig.count('tracking_events', `tracking_number = 'TRK-unknown'`)).toBe(0);
});

describe('refused without a trace', () => {
  const text = () =>
    JSON.stringify({ eventId: 'e', trackingNumber: 'TRK1', status: 'delivered', occurredAt: minutesAgo(1) });
  const nowSeconds = () => Math.floor(Date.now() / 1000);
  const bad: [string, () => string][] = [
    ['no signature', () => ''],
    ['another secret', () => signWebhook('x'.repeat(32), text(), nowSeconds())],
    ['another body', () => signWebhook(webhookSecret, `${text()} `, nowSeconds())],
    ['an old signature', () => signWebhook(webhookSecret, text(), nowSeconds() - 301)],
  ];
  test.each(bad)('%s', async (_name, signature) => {
    const before = await rig.count('tracking_events');
    const { status, body } = await rig.webhook(text(), signature());
    expect([status, body.type]).toEqual([401, 'urn:everbox:problem:BadSignature']);
    expect(await rig.count('tracking_events')).toBe(before);
  });

  test.each([
    [{ status: 'lost' }, 'status', 'oneOf'],
    [{ occurredAt: 'yesterday' }, 'occurredAt', 'format:datetime'],
    [{ occurredAt: new Date(Date.now() + 3_600_000).toISOString() }, 'occurredAt', 'past'],
    [{ eventId: undefined }, 'eventId', 'required'],
    [{ weight: 3 }, 'weight', 'undeclared'],
  ])('%j', async (change, field, rule) => {
    const { event, shipment } = await book();
    const { status, body } = await rig.webhook({ ...event('delivered'), ...change });
    expect([status, body.errors[0]]).toEqual([400, expect.objectContaining({ field, rule })]);
    expect((await shipment()).events).toEqual([]);
  });

  test('signed text that is no JSON', async () => {
    expect((await rig.webhook('{')).body.type).toBe('urn:everbox:problem:MalformedJson');
  });
});
