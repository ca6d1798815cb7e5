import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { listZones, readZone } from '#db/deliveries/zones';
import { ZoneFileError } from '#domain/zone/parse';
import { publishPrograms, samplesDirectory } from '#workers/programs';
import { importSampleCatalogs, stockSampleStations } from '#usecases/catalog/samples';
import { loadZones, publishZones } from '#workers/zones';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { testZone } from '#test/support/testZone';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('publishZones stores what changed, and reads back what was stored', async () => {
  const zones = loadZones();
  expect(await publishZones(database.pool)).toEqual(['dublin', 'leeds']);
  expect(await publishZones(database.pool)).toEqual([]);
  expect(await listZones(database.pool)).toEqual(zones);
  expect(await readZone(database.pool, 'atlantis')).toBeNull();
  const renamed = { ...zones[0]!, title: 'Baile Átha Cliath' };
  expect(await publishZones(database.pool, [renamed])).toEqual(['dublin']);
  expect(await readZone(database.pool, 'dublin')).toEqual(renamed);
});

test('loadZones names what is wrong in every file, and stations that two of them have', () => {
  const directory = mkdtempSync(join(tmpdir(), 'everbox-zones-'));
  const write = (name: string, zone: object) => writeFileSync(join(directory, `${name}.yaml`), stringify(zone));
  try {
    write('north', testZone({ id: 'north', currency: 'XQZ' }));
    write('south', testZone({ id: 'south', timeZone: 'nowhere' }));
    expect(() => loadZones(directory)).toThrow(/north\.yaml.*currency[\s\S]*south\.yaml.*timeZone/);
    write('north', testZone({ id: 'north' }));
    write('south', testZone({ id: 'south' }));
    expect(() => loadZones(directory)).toThrow(ZoneFileError);
    expect(() => loadZones(directory)).toThrow(/south\.yaml: stations\[0\]\.id: "test-market" is a station of north/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test('sample items reach the stations of zones in their currency, once', async () => {
  await publishPrograms(database.pool);
  await publishZones(database.pool);
  const items = await importSampleCatalogs(database.pool, samplesDirectory());
  const stocked = await stockSampleStations(database.pool);
  expect(stocked).toEqual({
    'dublin-docklands': items['coffee-club'],
    'dublin-portobello': items['coffee-club'],
    'dublin-smithfield': items['coffee-club'],
    'leeds-headingley': items['stem-toys'],
    'leeds-holbeck': items['stem-toys'],
    'leeds-kirkgate': items['stem-toys'],
  });
  await database.pool.query('UPDATE station_stock SET on_hand = 0');
  expect(await stockSampleStations(database.pool)).toEqual({});
  const { rows } = await database.pool.query('SELECT DISTINCT on_hand FROM station_stock');
  expect(rows).toEqual([{ on_hand: 0 }]);
});
