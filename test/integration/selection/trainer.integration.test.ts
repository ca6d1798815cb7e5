import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { listModels } from '#db/selection/models';
import { publishProgram } from '#db/catalog/programs';
import { type WarehouseSettings } from '#lake/store/location';
import { openWarehouse } from '#lake/store/warehouse';
import { repositoryRoot } from '#workers/paths';
import { trainInChild } from '#workers/training';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { toyItems, toyProgram } from '#test/support/toyProgram';
import { exportSettled } from '../lake/rig';
import { hadItems, twoTastes } from './learning';

const program = toyProgram({ learning: { minCustomers: 20 } });
let database: TestDatabase;

beforeAll(async () => {
  // The child runs what is compiled: see that it is.
  await promisify(execFile)(process.execPath, [join(repositoryRoot(), 'bin', 'everbox.mjs'), '--version']);
  database = await createTestDatabase();
  await publishProgram(database.pool, program);
  await toyItems(database.pool, program);
  await hadItems(database.pool, program.id, twoTastes(60));
}, 120_000);
afterAll(() => database.drop());

const train = (refreshId: string, signal = new AbortController().signal, reports: number[] = []) =>
  trainInChild({ databaseUrl: database.url })(
    database.pool,
    { programId: program.id, refreshId },
    (customers) => reports.push(customers),
    signal,
  );

test('a process of its own trains, stores the candidate and says its version; again, it is the same one', async () => {
  const reports: number[] = [];
  expect(await train('refresh-1', undefined, reports)).toEqual({ version: 1 });
  expect(reports).toContain(120);
  expect(await train('refresh-1')).toEqual({ version: 1 });
  const [model, ...others] = await listModels(database.pool, program.id, 10);
  expect(others).toEqual([]);
  expect(model).toMatchObject({ state: 'candidate', refreshId: 'refresh-1', parentVersion: null });
  expect(model!.metrics.holdout.customers).toBeGreaterThan(0);
});

test('a training that is called off ends, and leaves nothing', async () => {
  const calledOff = new AbortController();
  const training = train('refresh-2', calledOff.signal);
  calledOff.abort();
  await expect(training).rejects.toThrow('before it was done: SIGKILL');
  expect(await listModels(database.pool, program.id, 10)).toHaveLength(1);
});

test('a fault in the process is the fault of the training', async () => {
  const request = { programId: 'nowhere', refreshId: 'refresh-3' };
  const training = trainInChild({ databaseUrl: database.url })(database.pool, request, () => undefined, never);
  await expect(training).rejects.toThrow('program nowhere is not published');
});

test('it learns from the exported files when it is given them', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'everbox-trainer-'));
  try {
    const warehouse: WarehouseSettings = { location: { kind: 'directory', path: directory } };
    const files = { warehouse, cacheDirectory: directory };
    const trainFromFiles = (refreshId: string) =>
      trainInChild({ databaseUrl: database.url }, files)(
        database.pool,
        { programId: program.id, refreshId },
        () => undefined,
        never,
      );
    const early = await trainFromFiles('refresh-early');
    expect(early).toMatchObject({ version: null, reason: expect.stringContaining('as far as events were exported') });
    await exportSettled({ db: database.pool, warehouse: openWarehouse(warehouse) });
    expect(await trainFromFiles('refresh-files')).toEqual({ version: 2 });
    const { rows } = await database.pool.query(
      'SELECT trained_until_tx = (SELECT max(to_tx) FROM warehouse_batches) AS "isExport" FROM selection_models WHERE version = 2',
    );
    expect(rows).toEqual([{ isExport: true }]);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

const never = new AbortController().signal;
