import type { Client } from '@temporalio/client';
import { promiseCourier, type PromiseAnswer } from '#activities/promise/promiseCourier';
import { reserveStock } from '#activities/inventory/stock';
import type { Dependencies } from '#activities/dependencies';
import { publishZone } from '#db/deliveries/zones';
import { wallClock } from '#domain/clock';
import type { CourierWish } from '#domain/promise/types';
import { initialShipment } from '#domain/shipment/machine';
import type { ShipmentInput } from '#workflows/shipment/messages';
import { publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { FakeReads } from '#test/support/facadeReads';
import { stockStations, testZone, townHall } from '#test/support/testZone';
import { briefRules, toyItems, toyProgram } from '#test/support/toyProgram';

let database: TestDatabase;
const reads = new FakeReads();

beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool, [toyProgram()]);
  await publishZone(database.pool, testZone());
});
afterAll(() => database.drop());

beforeEach(async () => {
  Object.assign(reads, { units: 50, unitsAt: {}, couriersOnShift: 40, down: false });
  await database.pool.query(
    'TRUNCATE reservations, station_stock, stock, items, promise_windows, promises, effects, outbox, addresses, shipments CASCADE',
  );
  await toyItems(database.pool, toyProgram(), 20, 2);
  await stockStations(database.pool, testZone(), 'test-toys', 20);
  await database.pool.query(
    `INSERT INTO addresses (id, subscription_id, name, line1, city, postal_code, country, lat, lng)
     VALUES ('here', 's', 'A', '1 St', 'Leeds', 'LS1', 'GB', $1, $2), ('far', 's', 'A', '1 St', 'Paris', '1', 'FR', 48.8, 2.3),
       ('nowhere', 's', 'A', '1 St', 'Leeds', 'LS1', 'GB', NULL, NULL)`,
    [townHall.lat, townHall.lng],
  );
});

const dependencies = () => ({ db: database.pool, facade: reads as unknown, client: {} as Client }) as Dependencies;

const wish = (): CourierWish => ({
  kind: 'oneHour',
  zoneId: 'test-town',
  feeCents: 499,
  from: null,
  fromAtMs: Date.now() - 1_000,
});

function inputOf(n: number, change: Partial<ShipmentInput> = {}): ShipmentInput {
  return {
    shipmentId: `sub_${n}-1`,
    subscriptionId: `sub_${n}`,
    customerId: `cus_${n}`,
    programId: 'test-toys',
    cycle: 1,
    sku: 'toy-01',
    substitutes: [],
    chargeCents: 2_498,
    addressId: 'here',
    payment: { paymentMethodId: 'card', decidedAtMs: 0, revision: 0 },
    shipAtMs: Date.now() - 1_000,
    clock: wallClock,
    courier: wish(),
    rules: briefRules,
    ...change,
  };
}

/** A box that is reserved and paid, and whose courier is asked for. */
async function ask(input: ShipmentInput, round = 0): Promise<PromiseAnswer> {
  await reserveStock(dependencies(), input);
  const state = { ...initialShipment(input), chargeId: 'ch' };
  return promiseCourier(dependencies(), { input, state: { ...state, rounds: { ...state.rounds, promise: round } } });
}

/** Reserved units by place, places taken, and messages. */
async function ledger() {
  const { pool } = database;
  const { rows } = await pool.query(
    `SELECT (SELECT sum(reserved)::int FROM stock) AS central, (SELECT sum(reserved)::int FROM station_stock) AS stations,
       (SELECT count(*)::int FROM reservations) AS reservations, (SELECT count(*)::int FROM promises) AS promises,
       coalesce((SELECT sum(taken)::int FROM promise_windows), 0) AS taken,
       (SELECT count(*)::int FROM outbox WHERE payload->>'template' = 'courierUnavailable') AS told`,
  );
  return rows[0];
}

test('a promise: place, unit and deadlines, all at once, and the same answer to everybody who asks again', async () => {
  const input = inputOf(1);
  const first = await ask(input);
  expect(first).toMatchObject({
    outcome: 'promised',
    promise: {
      zoneId: 'test-town',
      stationId: 'test-market',
      place: townHall,
      feeCents: 499,
      promiseId: 'prm_sub_1-1',
    },
  });
  if (first.outcome !== 'promised') throw new Error('no promise');
  const { orderedAtMs, handoffDueAtMs, dueAtMs } = first.promise;
  expect([handoffDueAtMs - orderedAtMs, dueAtMs - handoffDueAtMs]).toEqual([
    15 * 60_000,
    expect.closeTo(45 * 60_000, -4),
  ]);
  const again = await Promise.all(Array.from({ length: 5 }, () => ask(input)));
  for (const answer of again) expect(answer).toEqual(first);
  expect(await ledger()).toEqual({ central: 0, stations: 1, reservations: 1, promises: 1, taken: 1, told: 0 });
});

test('many attempts at once make one promise', async () => {
  const input = inputOf(1);
  await reserveStock(dependencies(), input);
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(input)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await ledger()).toMatchObject({ central: 0, stations: 1, promises: 1, taken: 1 });
});

test('twelve boxes for the places of a quarter-hour: no more promises than places, one unit each, all others told', async () => {
  reads.couriersOnShift = 6; // twelve trips an hour: three a quarter
  const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => ask(inputOf(n))));
  const promised = answers.filter(({ outcome }) => outcome === 'promised').length;
  expect([3, 6]).toContain(promised); // six when a quarter ends in between
  expect(await ledger()).toEqual({
    central: 12 - promised,
    stations: promised,
    reservations: 12,
    promises: promised,
    taken: promised,
    told: 12 - promised,
  });
});

test('the last unit of the stations goes to one; the others stay with the unit of the warehouse', async () => {
  await database.pool.query(`UPDATE station_stock SET on_hand = CASE station_id WHEN 'test-park' THEN 1 ELSE 0 END`);
  const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => ask(inputOf(n))));
  expect(answers.filter(({ outcome }) => outcome === 'promised')).toHaveLength(1);
  expect(await ledger()).toMatchObject({ central: 4, stations: 1, reservations: 5, taken: 1, told: 4 });
});

test.each([
  ['an address outside the zone', { addressId: 'far' }, 'outsideZone'],
  ['an address without a place', { addressId: 'nowhere' }, 'noLocation'],
  ['an address in another zone than the one that was paid', { courier: { ...wish(), zoneId: 'other' } }, 'outsideZone'],
  [
    'a time that has gone by',
    { courier: { ...wish(), from: '09:00', fromAtMs: Date.now() - 3_700_000 } },
    'timePassed',
  ],
])('%s: a parcel, and the truth', async (_, change, reason) => {
  const answer = await ask(inputOf(1, change));
  expect(answer).toEqual({ outcome: 'unavailable', reason });
  expect(await ask(inputOf(1, change))).toEqual(answer);
  expect(await ledger()).toEqual({ central: 1, stations: 0, reservations: 1, promises: 0, taken: 0, told: 1 });
  const { rows } = await database.pool.query<{ payload: { data: unknown } }>('SELECT payload FROM outbox');
  expect(rows[0]?.payload.data).toEqual({ sku: 'toy-01', reason, refundCents: 499 });
});

test('asked anew after the promise (a mended address): another one, or the unit goes back to the warehouse', async () => {
  await ask(inputOf(1));
  expect(await ask(inputOf(1), 1)).toMatchObject({ outcome: 'promised', promise: { promiseId: 'prm_sub_1-1-1' } });
  expect(await ledger()).toMatchObject({ central: 0, stations: 1, reservations: 1, promises: 2 });
  await database.pool.query('UPDATE stock SET on_hand = 0');
  reads.couriersOnShift = 0;
  expect(await ask(inputOf(1), 2)).toEqual({ outcome: 'outOfStock' });
  await database.pool.query('UPDATE stock SET on_hand = 5');
  expect(await ask(inputOf(1), 2)).toEqual({ outcome: 'unavailable', reason: 'full' });
  expect(await ledger()).toMatchObject({ central: 1, stations: 0, reservations: 1, told: 1 });
});
