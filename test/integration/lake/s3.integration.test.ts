import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepWarehouseFiles } from '#activities/lake/sweep';
import { localCopy } from '#lake/store/localCopy';
import type { WarehouseSettings } from '#lake/store/location';
import { openWarehouse } from '#lake/store/warehouse';
import { ObjectServer } from '#test/support/objectServer';
import { at, exportedIds, exportSettled, insertEvents, today, type WarehouseRig, warehouseRig } from './rig';

let rig: WarehouseRig;
let server: ObjectServer;
let cache: string;
let settings: WarehouseSettings;
beforeAll(async () => {
  server = await ObjectServer.start();
  cache = await mkdtemp(join(tmpdir(), 'everbox-warehouse-cache-'));
  settings = { location: { kind: 's3', bucket: 'research', prefix: 'everbox/' }, s3Endpoint: server.url };
  rig = { ...(await warehouseRig()), warehouse: openWarehouse(settings) };
});
afterAll(async () => {
  await rig.close();
  await server.stop();
  await rm(cache, { recursive: true, force: true });
});

const ids = async (): Promise<string[]> => exportedIds(await localCopy(settings, cache));
const keyOf = (hour: string, batch: number): string =>
  `everbox/events/dt=${today}/hour=${hour}/part-${String(batch).padStart(12, '0')}.parquet`;

test('a bucket takes the files; a put that failed is made up for, and each event is there once', async () => {
  await insertEvents(
    rig.db,
    ['01', '02', '03'].map((hour) => ({ id: hour, customerId: `c${hour}`, occurredAt: at(`${hour}:00:00`) })),
  );
  server.failures = 1;
  await expect(exportSettled(rig)).rejects.toThrow(/S3 store, put events\/.*try again/);
  expect(server.objects.size).toBe(0);
  await exportSettled(rig);
  expect([...server.objects.keys()].sort()).toEqual([keyOf('01', 1), keyOf('02', 1), keyOf('03', 1)]);
  expect(await ids()).toEqual(['01', '02', '03']);
});

test('what is there in its newest version is not fetched again', async () => {
  const before = server.gets.length;
  expect(await ids()).toEqual(['01', '02', '03']);
  expect(server.gets.length).toBe(before);
});

test('what is erased goes from the bucket and from the copy', async () => {
  await insertEvents(rig.db, [{ id: 'with', customerId: 'stays', occurredAt: at('03:00:00') }]);
  await exportSettled(rig);
  await rig.db.query(`INSERT INTO erasures (customer_id, erased_at) VALUES ('c03', now()), ('c01', now())`);
  await rig.db.query(`DELETE FROM events WHERE id = '02'`);
  expect(await sweepWarehouseFiles(rig)).toEqual({ customers: 2, retractions: 1, rewrittenFiles: 3 });
  expect([...server.objects.keys()]).toEqual([keyOf('03', 2)]);
  expect(await ids()).toEqual(['with']);
  const copied = (await readdir(cache, { recursive: true })).filter((name) => name.includes('.parquet'));
  expect(copied).toHaveLength(1);
});

test('a store that is not there is one clear fault', async () => {
  const elsewhere: WarehouseSettings = { ...settings, s3Endpoint: 'http://127.0.0.1:9' };
  await expect(localCopy(elsewhere, cache)).rejects.toThrow(/^S3 store, list events\/: .*/);
});
