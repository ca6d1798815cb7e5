import { lockHolds } from '#db/deliveries/promises';
import { publishZone } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import { patiently } from '#test/support/patiently';
import { stockStations, testZone, townHall } from '#test/support/testZone';
import { Checkout } from './checkout';
import { ApiRig } from './rig';

let rig: ApiRig;
let checkout: Checkout;
beforeAll(async () => {
  rig = await ApiRig.open();
  checkout = new Checkout(rig);
});
afterAll(() => rig.close());

const noon = Date.parse('2026-01-15T12:07:00Z');

beforeEach(async () => {
  rig.nowMs = noon;
  // Two trips an hour each: ten couriers take five in a quarter.
  Object.assign(rig.reads, { units: 50, unitsAt: {}, couriersOnShift: 10, down: false });
  await rig.database.pool.query('TRUNCATE promise_windows, promises CASCADE');
  await publishZone(rig.database.pool, testZone());
  await stockStations(rig.database.pool, testZone(), 'test-toys');
});

/** Of all windows: capacity and places taken. */
async function windows(): Promise<number[][]> {
  const { rows } = await rig.database.pool.query('SELECT capacity, taken FROM promise_windows ORDER BY starts_at');
  return rows.map(({ capacity, taken }) => [capacity, taken]);
}

test('a promise says what it costs, where from, until when it is held and when it is due', async () => {
  const { status, body } = await checkout.promise();
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.stringMatching(/^prm_[a-z0-9]{32}$/),
    customerId: 'cus_1',
    programId: 'test-toys',
    sku: 'toy-01',
    kind: 'oneHour',
    priceCents: 1_001,
    feeCents: 499,
    chargeCents: 1_500,
    currency: 'GBP',
    station: 'Market',
    location: townHall,
    dueAt: '2026-01-15T13:07:00.000Z',
    expiresAt: '2026-01-15T12:12:00.000Z',
  });
  expect(await windows()).toEqual([[5, 1]]);
});

test('of 100 who want it at once, as many get it as there are places', async () => {
  rig.reads.couriersOnShift = 14; // 7 in a quarter
  const customers = Array.from({ length: 100 }, (_, n) => new Checkout(rig, `cus_${n}`));
  const answers = await Promise.all(customers.map((each) => patiently(() => each.promise())));
  const held = answers.filter(({ status }) => status === 201);
  const refused = answers.filter(({ status }) => status === 409);
  expect([held.length, refused.length]).toEqual([7, 93]);
  expect(new Set(refused.map(({ body }) => body.type))).toEqual(new Set(['urn:everbox:problem:WindowFull']));
  expect(await windows()).toEqual([[7, 7]]);
  expect(await rig.count('promises')).toBe(7);
});

test('100 identical requests at once are one promise', async () => {
  const identical = () => patiently(() => checkout.promise({}, 'one-key'));
  const answers = await Promise.all(Array.from({ length: 100 }, identical));
  const [first] = answers;
  expect(first?.status).toBe(201);
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`))).toEqual(
    new Set([`201 ${first?.body.id}`]),
  );
  expect(await windows()).toEqual([[5, 1]]);
});

describe('a hold that ran out', () => {
  test('gives its place back, once', async () => {
    rig.reads.couriersOnShift = 2;
    await checkout.held();
    expect((await checkout.promise()).body.type).toBe('urn:everbox:problem:WindowFull');
    rig.nowMs = noon + 5 * 60_000 - 1;
    expect((await checkout.promise()).status).toBe(409);
    rig.nowMs += 1;
    const answers = await Promise.all(Array.from({ length: 20 }, () => checkout.promise()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await windows()).toEqual([[1, 1]]);
  });

  test('frees all windows while they are being taken, and counts stay what the promises say', async () => {
    rig.reads.couriersOnShift = 40;
    const kinds = ['oneHour', 'twoHour'];
    for (let round = 0; round < 4; round += 1) {
      const customers = Array.from({ length: 30 }, (_, n) => new Checkout(rig, `cus_${n}`));
      await Promise.all(customers.map((each, n) => each.promise({ kind: kinds[n % 2] })));
      rig.nowMs = (rig.nowMs ?? noon) + 6 * 60_000;
    }
    await checkout.options(); // everything that ran out is released
    const { rows } = await rig.database.pool.query(
      `SELECT w.taken::integer, count(p.id)::integer AS held FROM promise_windows w
       LEFT JOIN promises p ON p.zone_id = w.zone_id AND p.window_starts_at = w.starts_at AND p.state = 'held'
       GROUP BY w.zone_id, w.starts_at, w.taken`,
    );
    expect(rows.length).toBeGreaterThan(2);
    for (const { taken, held } of rows) expect(taken).toBe(held);
  });
});

test('couriers who leave close a window; what was promised stays promised', async () => {
  await checkout.held();
  await checkout.held();
  rig.reads.couriersOnShift = 4; // two in a quarter
  expect((await checkout.promise()).body.type).toBe('urn:everbox:problem:WindowFull');
  rig.reads.couriersOnShift = 6;
  expect((await checkout.promise()).status).toBe(201);
  expect(await windows()).toEqual([[3, 3]]);
});

test('one customer holds five windows at most, also when asking for all at once', async () => {
  rig.reads.couriersOnShift = 100;
  const answers = await Promise.all(Array.from({ length: 20 }, () => checkout.promise()));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  const refused = answers.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body.type}`);
  expect(new Set(refused)).toEqual(new Set(['429 urn:everbox:problem:TooManyHolds']));
  expect(await windows()).toEqual([[50, 5]]);
  const client = await rig.database.pool.connect();
  await client.query('BEGIN');
  await lockHolds(client, 'cus_1');
  const beside = await checkout.promise(); // waits for no other request of the customer
  await client.query('ROLLBACK');
  client.release();
  expect(beside.status).toBe(429);
  expect((await new Checkout(rig, 'cus_2').promise()).status).toBe(201);
  rig.nowMs = noon + 5 * 60_000;
  expect((await checkout.promise()).status).toBe(201);
});

describe('is refused, and changes nothing', () => {
  const closed = testZone().stations.map((station) => ({ ...station, openHour: 14, closeHour: 20 }));

  const slow = { ...testZone().couriers, metersPerMinute: 12 };
  const publish = (change: Partial<Zone>) => publishZone(rig.database.pool, testZone(change));

  test.each<[type: string, change: object, prepare: () => unknown]>([
    ['OutsideZone', { location: { lat: 48.8566, lng: 2.3522 } }, () => undefined],
    ['StationClosed', {}, () => publish({ stations: closed })],
    ['OutOfStock', {}, () => Object.assign(rig.reads, { units: 0 })],
    ['WindowFull', {}, () => Object.assign(rig.reads, { couriersOnShift: 0 })],
    ['TooFar', {}, () => publish({ couriers: slow })],
  ])('%s', async (type, change, prepare) => {
    await prepare();
    const { status, body } = await checkout.promise(change);
    expect([status, body.type]).toEqual([409, `urn:everbox:problem:${type}`]);
    expect(body.detail).not.toBe('');
    expect(await windows()).toEqual([]);
    expect(await rig.count('promises')).toBe(0);
  });

  test.each([
    [{ kind: 'tenMinutes' }, 'kind', 'oneOf'],
    [{ kind: 'parcel' }, 'kind', 'oneOf'],
    [{ location: { lat: 90.1, lng: 0 } }, 'location.lat', 'max:90'],
    [{ location: undefined }, 'location', 'required'],
    [{ sku: 'toy-99' }, 'sku', 'exists'],
    [{ programId: 'none' }, 'programId', 'exists'],
    [{ feeCents: 0 }, 'feeCents', 'undeclared'],
  ])('%j', async (change, field, rule) => {
    const { status, body } = await checkout.promise(change);
    expect([status, body.errors[0]]).toEqual([400, expect.objectContaining({ field, rule })]);
    expect(await rig.count('promises')).toBe(0);
  });
});
