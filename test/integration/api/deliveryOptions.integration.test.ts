import { publishZone } from '#db/deliveries/zones';
import { compose } from '#facade/compose/compose';
import { policies } from '#facade/compose/policies';
import { InventoryFault, type Providers } from '#facade/ports/index';
import { stockStations, testZone, townHall } from '#test/support/testZone';
import { Checkout } from './checkout';
import { signUp, storeCycle } from './fixtures';
import { type Answer, address, ApiRig } from './rig';

let rig: ApiRig;
let checkout: Checkout;
beforeAll(async () => {
  rig = await ApiRig.open();
  checkout = new Checkout(rig);
});
afterAll(() => rig.close());

beforeEach(async () => {
  rig.nowMs = null;
  Object.assign(rig.reads, { units: 50, unitsAt: {}, couriersOnShift: 40, source: 'fresh', ageMs: 0, down: false });
  await rig.database.pool.query('TRUNCATE promise_windows, promises, couriers CASCADE');
  await publishZone(rig.database.pool, testZone());
  await stockStations(rig.database.pool, testZone(), 'test-toys');
});

/** What an answer says of each option: open, or why not. */
const summaryOf = ({ body }: Answer) =>
  Object.fromEntries(body.options.map((each: Answer['body']) => [each.kind, each.open ? 'open' : each.reason]));

const at = (iso: string) => (rig.nowMs = Date.parse(iso));

test('an item to a place: all three, with fees and due times', async () => {
  at('2026-01-15T12:07:00Z');
  const { status, body } = await checkout.options();
  expect(status).toBe(200);
  expect(body).toEqual({
    programId: 'test-toys',
    sku: 'toy-01',
    priceCents: 1_001,
    currency: 'GBP',
    zone: { id: 'test-town', title: 'Test town' },
    options: [
      { kind: 'oneHour', open: true, feeCents: 499, dueAt: '2026-01-15T13:07:00.000Z', station: 'Market' },
      { kind: 'twoHour', open: true, feeCents: 299, dueAt: '2026-01-15T14:07:00.000Z', station: 'Market' },
      { kind: 'parcel', open: true, feeCents: 0, service: 'standard', withinDays: 10 },
    ],
    basedOn: { stock: { source: 'fresh', ageMs: 0 }, couriers: { source: 'fresh', ageMs: 0 } },
  });
});

describe('a cycle', () => {
  test('to the address of its subscription', async () => {
    const subscriptionId = await signUp(rig, 'cus_1', { address: { ...address, location: townHall } });
    await storeCycle(rig, subscriptionId, 1, { sku: 'toy-02' });
    const query = `?subscriptionId=${subscriptionId}&cycle=1`;
    const { body } = await rig.call('GET', `/v1/delivery-options${query}`, { role: 'customer' });
    expect(body).toMatchObject({ sku: 'toy-02', zone: { id: 'test-town' } });
    const other = await rig.call('GET', `/v1/delivery-options${query}`, { role: 'customer', subject: 'cus_2' });
    expect(other.status).toBe(404);
    const later = await rig.call('GET', `/v1/delivery-options?subscriptionId=${subscriptionId}&cycle=2`, {
      role: 'customer',
    });
    expect(later.status).toBe(404);
  });

  test('to an address of which nobody said where it is: by parcel', async () => {
    const subscriptionId = await signUp(rig);
    await storeCycle(rig, subscriptionId, 1);
    const answer = await rig.call('GET', `/v1/delivery-options?subscriptionId=${subscriptionId}&cycle=1`, {
      role: 'customer',
    });
    expect(summaryOf(answer)).toEqual({ oneHour: 'noLocation', twoHour: 'noLocation', parcel: 'open' });
    expect(answer.body.basedOn).toBeNull();
  });
});

describe('closed, and why', () => {
  test('outside every zone', async () => {
    const answer = await checkout.options({ lat: 48.8566, lng: 2.3522 });
    expect(summaryOf(answer)).toEqual({ oneHour: 'outsideZone', twoHour: 'outsideZone', parcel: 'open' });
    expect(answer.body.zone).toBeNull();
  });

  test('stock gone, by the partner’s count or by ours', async () => {
    rig.reads.units = 0;
    expect(summaryOf(await checkout.options())).toMatchObject({
      oneHour: 'noStock',
      twoHour: 'noStock',
      parcel: 'open',
    });
    rig.reads.units = 50;
    await rig.database.pool.query('UPDATE station_stock SET reserved = on_hand');
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'noStock' });
    await rig.database.pool.query('UPDATE station_stock SET reserved = 0');
    rig.reads.unitsAt = { 'test-market': 0 };
    const { body } = await checkout.options();
    expect(body.options[0]).toMatchObject({ open: true, station: 'Park' });
  });

  test.each([
    ['in the evening, a minute too late for hold and handoff', '2026-01-15T19:41:00Z', 'stationClosed'],
    ['in the evening, just in time', '2026-01-15T19:40:00Z', 'open'],
    ['at night', '2026-01-16T00:30:00Z', 'stationClosed'],
    ['in summer time, an hour earlier', '2026-07-15T18:41:00Z', 'stationClosed'],
    ['on the day the clocks go forward', '2026-03-29T07:00:00Z', 'open'],
    ['on the day before, at the same hour of UTC', '2026-03-28T07:00:00Z', 'stationClosed'],
  ])('stations that open from 8 to 20: %s', async (_, now, expected) => {
    const stations = testZone().stations.map((station) => ({ ...station, openHour: 8, closeHour: 20 }));
    await publishZone(rig.database.pool, testZone({ stations }));
    at(now);
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: expected, twoHour: expected, parcel: 'open' });
  });

  test('closed stations say when they open, of options and of promises', async () => {
    const stations = testZone().stations.map((station) => ({ ...station, openHour: 8, closeHour: 20 }));
    await publishZone(rig.database.pool, testZone({ stations }));
    at('2026-01-16T00:30:00Z');
    const opening = { opensAt: '2026-01-16T08:00:00.000Z' };
    const words = expect.stringContaining('the next one opens at 08:00 on Friday, 16 January (Europe/London)');
    const { body } = await checkout.options();
    expect(body.options[0]).toMatchObject({ reason: 'stationClosed', explanation: words, ...opening });
    const refused = await checkout.promise();
    expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ detail: words, ...opening })]);
  });

  test('one courier on shift: one order at once, and no third within the hour', async () => {
    at('2026-01-15T12:07:00Z');
    await publishZone(rig.database.pool, testZone({ promise: { ...testZone().promise, tripsPerCourierHour: 2.5 } }));
    rig.reads.couriersOnShift = 1;
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'open', twoHour: 'open' });
    await checkout.held();
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'full' });
    const minute = 60_000;
    const seen = [];
    for (let quarter = 1; quarter <= 4; quarter += 1) {
      // Holds are taken for ordered here, so that they stay.
      await rig.database.pool.query(`UPDATE promises SET state = 'used'`);
      rig.nowMs = Date.parse('2026-01-15T12:07:00Z') + quarter * 15 * minute;
      const { oneHour } = summaryOf(await checkout.options());
      seen.push(oneHour);
      if (oneHour === 'open') await checkout.held();
    }
    expect(seen).toEqual(['open', 'full', 'full', 'open']);
    rig.reads.couriersOnShift = 0;
    const { body } = await checkout.options();
    expect(body.options[0].explanation).toBe('no courier is on shift in Test town then');
  });

  test('full: windows close one by one as promises are made', async () => {
    at('2026-01-15T12:07:00Z');
    rig.reads.couriersOnShift = 4; // 8 trips an hour, 2 a quarter
    const seen = [];
    for (let n = 0; n < 5; n += 1) {
      const summary = summaryOf(await checkout.options());
      seen.push(summary);
      const kind = summary.oneHour === 'open' ? 'oneHour' : 'twoHour';
      if (summary[kind] === 'open') await checkout.held({ kind });
    }
    expect(seen.map(({ oneHour, twoHour }) => [oneHour, twoHour])).toEqual([
      ['open', 'open'],
      ['open', 'open'],
      ['full', 'open'],
      ['full', 'open'],
      ['full', 'full'],
    ]);
    at('2026-01-15T12:15:00Z'); // holds ran out, and the next quarter begins
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'open', twoHour: 'open' });
  });

  test('nobody on shift, as far as we know', async () => {
    const soon = `now() + interval '8 hours'`;
    await rig.database.pool.query(
      `INSERT INTO couriers (id, zone_id, on_shift_until, capacity) VALUES ('off', 'test-town', NULL, 3)`,
    );
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'full', twoHour: 'full' });
    await rig.database.pool.query(
      `INSERT INTO couriers (id, zone_id, on_shift_until, capacity)
       SELECT 'on' || n, 'test-town', ${soon}, 3 FROM generate_series(1, 2) n`,
    );
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'open' });
    await rig.database.pool.query(`UPDATE couriers SET heard_at = now() - interval '10 minutes'`);
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'full' });
  });

  test('a shift that ends before the window counts for nothing in it', async () => {
    await rig.database.pool.query(
      `INSERT INTO couriers (id, zone_id, on_shift_until, capacity)
       SELECT 'until' || n, 'test-town', now() + interval '70 minutes', 3 FROM generate_series(1, 4) n`,
    );
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'open', twoHour: 'full' });
  });
});

describe('partners', () => {
  test('what the cache knows is used, with its age', async () => {
    Object.assign(rig.reads, { source: 'stale', ageMs: 42_000.4 });
    const { body } = await checkout.options();
    expect(body.basedOn).toEqual({
      stock: { source: 'stale', ageMs: 42_000 },
      couriers: { source: 'stale', ageMs: 42_000 },
    });
  });

  test('down, behind the real cache: what was read before is answered, and how old it is', async () => {
    let down = false;
    const answer = <T>(value: T) => (down ? Promise.reject(new InventoryFault('no answer')) : Promise.resolve(value));
    const providers = {
      inventory: {
        stationStock: (stationIds: readonly string[], sku: string) =>
          answer(stationIds.map((stationId) => ({ stationId, sku, available: 9, asOfMs: 0 }))),
      },
      transportation: {
        capacity: (zoneId: string) => answer({ zoneId, couriersOnShift: 40, openOffers: 0, asOfMs: 0 }),
      },
    } as Partial<Providers> as Providers;
    let nowMs = 0;
    const { inventory, transportation } = compose(providers, policies(1_000), { nowMs: () => nowMs });
    const fake = { inventory: rig.reads.inventory, transportation: rig.reads.transportation };
    Object.assign(rig.reads, { inventory, transportation });
    try {
      const { body: first } = await checkout.options();
      expect(first.basedOn.stock).toEqual({ source: 'fresh', ageMs: 0 });
      down = true;
      nowMs = 500;
      const { body: second } = await checkout.options();
      expect(second.basedOn).toEqual({
        stock: { source: 'cache', ageMs: 500 },
        couriers: { source: 'cache', ageMs: 500 },
      });
      nowMs = 20_000;
      const { body: third } = await checkout.options();
      expect(third.basedOn.stock).toEqual({ source: 'stale', ageMs: 20_000 });
      expect(third.options[0]).toMatchObject({ kind: 'oneHour', open: true });
    } finally {
      Object.assign(rig.reads, fake);
    }
  });

  test('down, with nothing cached: our own records, and the answer says so', async () => {
    rig.reads.down = true;
    await rig.database.pool.query(
      `INSERT INTO couriers (id, zone_id, on_shift_until, capacity)
       SELECT 'own' || n, 'test-town', now() + interval '8 hours', 3 FROM generate_series(1, 4) n`,
    );
    const answer = await checkout.options();
    expect(summaryOf(answer)).toEqual({ oneHour: 'open', twoHour: 'open', parcel: 'open' });
    expect(answer.body.basedOn).toEqual({ stock: { source: 'own', ageMs: 0 }, couriers: { source: 'own', ageMs: 0 } });
  });

  test('down, and no courier of ours was ever heard of: no promise', async () => {
    rig.reads.down = true;
    expect(summaryOf(await checkout.options())).toMatchObject({ oneHour: 'full', parcel: 'open' });
  });
});

test.each([
  ['', 'programId', 'required'],
  ['?programId=test-toys&sku=toy-01&lat=53.8', 'lng', 'required'],
  ['?programId=none&sku=toy-01&lat=53.8&lng=-1.5', 'programId', 'exists'],
  ['?programId=test-toys&sku=none&lat=53.8&lng=-1.5', 'sku', 'exists'],
  ['?programId=test-toys&sku=toy-01&lat=91&lng=-1.5', 'lat', 'max:90'],
  ['?programId=test-toys&sku=toy-01&lat=53.8&lng=-181', 'lng', 'min:-180'],
  ['?programId=test-toys&sku=toy-01&lat=north&lng=-1.5', 'lat', 'format:regex'],
  ['?subscriptionId=sub_1', 'cycle', 'required'],
  ['?subscriptionId=sub_1&cycle=1&sku=toy-01', 'sku', 'either'],
])('delivery-options%s names %s, %s', async (query, field, rule) => {
  const { status, body } = await rig.call('GET', `/v1/delivery-options${query}`, { role: 'customer' });
  expect([status, body.errors[0]]).toEqual([400, expect.objectContaining({ in: 'query', field, rule })]);
});
