import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTransaction } from '#db/pool';
import { reserveUnit } from '#db/catalog/stock';
import { publishPrograms } from '#workers/programs';
import { importCounts } from '#usecases/stock/importCounts';
import { spreadStock } from '#usecases/stock/spreadStock';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { testZone } from '#test/support/testZone';
import { toyItems, toyProgram } from '#test/support/toyProgram';

const program = toyProgram();
const zone = testZone();
let database: TestDatabase;
let directory: string;
beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool, [program]);
  directory = mkdtempSync(join(tmpdir(), 'everbox-counts-'));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});
beforeEach(async () => {
  await database.pool.query('TRUNCATE reservations, station_stock, stock, items CASCADE');
  await toyItems(database.pool, program, 5, 4);
});

const [market, park] = ['test-market', 'test-park'];
const report = (): string => join(directory, 'refused.csv');
const reserve = (stationId: string, shipmentId: string) =>
  inTransaction(database.pool, (tx) => {
    return reserveUnit(tx, { shipmentId, programId: program.id, sku: 'toy-01', stationId });
  });
function importRows(header: string, ...rows: string[]) {
  const path = join(directory, 'counts.csv');
  writeFileSync(path, `${[header, ...rows].join('\n')}\n`);
  return importCounts(database.pool, zone, path, { reportPath: report(), programId: program.id });
}
const counts = (...rows: string[]) => importRows('station_id,sku,units', ...rows);

/** Units of an item: on hand and reserved, by place. */
async function shelves(sku = 'toy-01'): Promise<Record<string, [onHand: number, reserved: number]>> {
  const { rows } = await database.pool.query(
    `SELECT 'warehouse' AS place, on_hand, reserved FROM stock WHERE sku = $1
     UNION ALL SELECT station_id, on_hand, reserved FROM station_stock WHERE sku = $1`,
    [sku],
  );
  return Object.fromEntries(rows.map(({ place, on_hand, reserved }) => [place, [on_hand, reserved]]));
}

test('a count is what the station has, and the same file again changes nothing, also after a sale', async () => {
  const rows = [`${market},toy-01,4`, `${park},toy-01,0`];
  expect(await counts(...rows)).toMatchObject({ rows: 2, imported: 2, updated: 0, unchanged: 0, refused: 0 });
  expect(await shelves()).toEqual({ warehouse: [5, 0], [market]: [4, 0], [park]: [0, 0] });
  await database.pool.query(`UPDATE station_stock SET on_hand = 3 WHERE station_id = $1`, [market]); // one was sold
  expect(await counts(...rows)).toMatchObject({ imported: 0, updated: 0, unchanged: 2 });
  expect(await shelves()).toMatchObject({ [market]: [3, 0] });
  expect(await counts(`${market},toy-01,9`)).toMatchObject({ updated: 1 });
  expect(await shelves()).toMatchObject({ [market]: [9, 0], [park]: [0, 0] });
});

test('a count below what is reserved stands at that, and is told of', async () => {
  await counts(`${market},toy-01,3`);
  for (const id of ['a-1', 'b-1']) expect(await reserve(market, id)).toBe(true);
  expect(await counts(`${market},toy-01,1`)).toMatchObject({ updated: 1, raisedToReserved: 1 });
  expect(await shelves()).toMatchObject({ [market]: [2, 2] });
  expect(await reserve(market, 'c-1')).toBe(false);
});

test('rows that are wrong are refused one by one, with line and reason; the others count', async () => {
  const summary = await importRows(
    'station_id,program_id,sku,units',
    `${market},test-toys,toy-01,4`,
    `nowhere,test-toys,toy-01,4`,
    `${market},tea-club,toy-01,4`,
    `${market},test-toys,toy-77,4`,
    `${market},test-toys,toy-02,-1`,
    `${market},test-toys,toy-02,`,
    `${market},test-toys,toy-02,1000001`,
    `${market},,toy-01,5`,
    `${market},test-toys,toy-02`,
    `${park},,toy-02,2`,
  );
  expect(summary).toMatchObject({ rows: 10, imported: 2, refused: 8, report: report() });
  const lines = readFileSync(report(), 'utf8').trim().split('\n').slice(1).toSorted();
  expect(lines).toEqual(
    [
      '3,toy-01,station_id,is no station of the zone',
      '4,toy-01,program_id,is no published program',
      "5,toy-77,sku,is not in the program's catalog",
      '6,toy-02,units,is not a whole number',
      '7,toy-02,units,is empty',
      '8,toy-02,units,is more than a million',
      '9,toy-01,sku,is counted there in an earlier row (line 2)',
      '10,toy-02,,"the row has another number of cells than the header (3, not 4)"',
    ].toSorted(),
  );
});

test.each([
  ['no header', [''], /has no header|is empty/],
  ['a column that is missing', ['station_id,sku', `${market},toy-01`], /lacks the column units/],
  ['a column that is there twice', ['station_id,sku,units,units', `${market},toy-01,1,2`], /units twice/],
  ['a quote that stays open', ['station_id,sku,units', `${market},toy-01,1`, `"${market},toy-02,1`], /line 3/],
])('a file with %s changes nothing', async (_what, [header, ...rows], message) => {
  rmSync(report(), { force: true });
  await expect(importRows(header!, ...rows)).rejects.toThrow(message);
  expect(await shelves()).toEqual({ warehouse: [5, 0] });
  expect(existsSync(report())).toBe(false);
});

test('a spread moves units and makes none, is fair when they are scarce, and a repeat moves nothing', async () => {
  await database.pool.query(`UPDATE stock SET on_hand = 3, reserved = 0 WHERE sku = 'toy-02'`);
  await database.pool.query(`UPDATE stock SET on_hand = 5, reserved = 4 WHERE sku = 'toy-03'`);
  const spread = () => spreadStock(database.pool, zone, program, { units: 2, top: 3 });
  // Of four toys the three best; five units of the first, three of the second, and one of the third is free.
  expect(await spread()).toMatchObject({ items: 3, moved: 8, movedByStation: { [market]: 5, [park]: 3 } });
  expect(await shelves()).toEqual({ warehouse: [1, 0], [market]: [2, 0], [park]: [2, 0] });
  expect(await shelves('toy-02')).toEqual({ warehouse: [0, 0], [market]: [2, 0], [park]: [1, 0] });
  expect(await shelves('toy-03')).toEqual({ warehouse: [4, 4], [market]: [1, 0] });
  expect(await shelves('toy-04')).toEqual({ warehouse: [5, 0] });
  expect(await spread()).toMatchObject({ items: 3, moved: 0 });
  // What an order has taken is topped up again.
  expect(await reserve(park, 'a-1')).toBe(true);
  expect(await spread()).toMatchObject({ moved: 1, movedByStation: { [park]: 1 } });
  expect(await shelves()).toEqual({ warehouse: [0, 0], [market]: [2, 0], [park]: [3, 1] });
});

test('spreads at once, while orders take units: nothing is made, lost or promised twice', async () => {
  const total = async (): Promise<number> => Object.values(await shelves()).reduce((sum, [onHand]) => sum + onHand, 0);
  await Promise.all([
    ...[1, 2, 3].map((units) => spreadStock(database.pool, zone, program, { units, top: 4 })),
    ...Array.from({ length: 10 }, (_, n) => reserve(market, `o${n}-1`)),
  ]);
  expect(await total()).toBe(5);
});
