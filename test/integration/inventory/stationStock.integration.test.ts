import { inTransaction } from '#db/pool';
import { readStationStock } from '#db/catalog/stationStock';
import { consumeReservation, lockReservation, releaseReservation, reserveUnit } from '#db/catalog/stock';
import { publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { stockStations, testZone } from '#test/support/testZone';
import { toyItems, toyProgram } from '#test/support/toyProgram';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool, [toyProgram()]);
});
afterAll(() => database.drop());

beforeEach(async () => {
  await database.pool.query('TRUNCATE reservations, station_stock, stock, items CASCADE');
  await toyItems(database.pool, toyProgram(), 5, 2);
  await stockStations(database.pool, testZone(), 'test-toys', 3);
});

const at = (stationId: string | null, shipmentId = 'ord_1-1') => ({
  shipmentId,
  programId: 'test-toys',
  sku: 'toy-01',
  stationId,
});
const reserve = (reservation: ReturnType<typeof at>) =>
  inTransaction(database.pool, (tx) => reserveUnit(tx, reservation));

/** On hand and reserved of the first toy: in the warehouse, and at both stations. */
async function shelves() {
  const { rows } = await database.pool.query(
    `SELECT 'warehouse' AS place, on_hand, reserved FROM stock WHERE sku = 'toy-01'
     UNION ALL SELECT station_id, on_hand, reserved FROM station_stock WHERE sku = 'toy-01' ORDER BY place`,
  );
  return Object.fromEntries(rows.map(({ place, on_hand, reserved }) => [place, [on_hand, reserved]]));
}

test('50 at once for three units of a station: three have one, and no other shelf is touched', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => reserve(at('test-market', `ord_${n}-1`))));
  expect(answers.filter(Boolean)).toHaveLength(3);
  expect(await shelves()).toEqual({ 'test-market': [3, 3], 'test-park': [3, 0], warehouse: [5, 0] });
  const left = await readStationStock(database.pool, ['test-market', 'test-park', 'nowhere'], 'test-toys', 'toy-01');
  expect(Object.fromEntries(left)).toEqual({ 'test-market': 0, 'test-park': 3 });
});

test('a station that does not exist, or does not have the item, has nothing to give', async () => {
  expect(await reserve(at('nowhere'))).toBe(false);
  expect(await database.pool.query('SELECT FROM reservations')).toHaveProperty('rowCount', 0);
});

test.each(['test-market', null])('a unit of %s leaves its shelf once, and comes back to it once', async (stationId) => {
  const shelf = stationId ?? 'warehouse';
  const before = await shelves();
  const [units = 0] = before[shelf] ?? [];
  expect(await reserve(at(stationId))).toBe(true);
  expect(await inTransaction(database.pool, (tx) => lockReservation(tx, 'ord_1-1'))).toEqual({
    sku: 'toy-01',
    stationId,
    state: 'reserved',
  });
  expect(await shelves()).toEqual({ ...before, [shelf]: [units, 1] });
  for (let n = 0; n < 3; n += 1) await inTransaction(database.pool, (tx) => consumeReservation(tx, 'ord_1-1'));
  expect(await shelves()).toEqual({ ...before, [shelf]: [units - 1, 0] });
  for (let n = 0; n < 3; n += 1) await inTransaction(database.pool, (tx) => releaseReservation(tx, 'ord_1-1'));
  expect(await shelves()).toEqual(before);
});
