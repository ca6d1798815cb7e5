import fc from 'fast-check';
import { deedsFromPostgres, deedsFromWarehouse, type DeedSource } from '#activities/lake/deedSource';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { at, exportSettled, insertEvents, type TestEvent, type WarehouseRig, warehouseRig } from './rig';

let rig: WarehouseRig;
beforeAll(async () => {
  rig = await warehouseRig();
});
afterAll(() => rig.close());

const fromFiles = (): Promise<DeedSource> =>
  deedsFromWarehouse(rig.db, { location: { kind: 'directory', path: rig.directory } }, rig.directory);

async function all(source: DeedSource, programId = 'test-toys'): Promise<CustomerDeeds[]> {
  const found: CustomerDeeds[] = [];
  for await (const customer of source.stream(programId)) found.push(customer);
  return found;
}

const someEvents: fc.Arbitrary<TestEvent> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('deliver', 'rate', 'swap', 'skip', 'unskip', 'return', 'view', 'click', 'search', 'select'),
  customerId: fc.constantFrom('c1', 'c10', 'c2', 'C', 'é', 'off'),
  sku: fc.constantFrom('s1', 's2', "it's", null),
  source: fc.constantFrom('everbox', 'customer', 'service'),
  subscriptionId: fc.constantFrom('sub_1', null),
  occurredAt: fc.integer({ min: 0, max: 86_399_999 }).map((ms) => at(new Date(ms).toISOString().slice(11, 23))),
  data: fc.record(
    { cycle: fc.integer({ min: 1, max: 3 }), stars: fc.integer({ min: 1, max: 5 }), to: fc.constantFrom('s1', 's2') },
    { requiredKeys: [] },
  ),
});

test('training reads the same deeds from Postgres and from the warehouse', async () => {
  await rig.db.query(`INSERT INTO customer_settings (customer_id, personalization) VALUES ('off', false)`);
  expect(await all(await fromFiles())).toEqual([]);
  for (const events of fc.sample(fc.array(someEvents, { minLength: 40, maxLength: 80 }), { numRuns: 4, seed: 7 })) {
    await insertEvents(rig.db, events);
    await exportSettled(rig);
    const [postgres, files] = [await all(await deedsFromPostgres(rig.db)), await all(await fromFiles())];
    expect(files).toEqual(postgres);
    expect(files.map(({ customerId }) => customerId)).not.toContain('off');
  }
  expect((await all(await fromFiles())).length).toBeGreaterThan(3);
  expect(await all(await fromFiles(), 'another-program')).toEqual([]);
});

test('what is exported after a source was opened is not in it, so that a repeat reads the same', async () => {
  const source = await fromFiles();
  const before = await all(source);
  await insertEvents(rig.db, [{ id: 'later', kind: 'deliver', customerId: 'new' }]);
  await exportSettled(rig);
  expect(await all(source)).toEqual(before);
  expect(await all(await fromFiles())).toContainEqual(expect.objectContaining({ customerId: 'new' }));
});

test('an erased customer is not learned from, also while the files still hold them', async () => {
  await rig.db.query(`INSERT INTO erasures (customer_id, erased_at) VALUES ('new', now())`);
  expect((await all(await fromFiles())).map(({ customerId }) => customerId)).not.toContain('new');
});

test('who has seen enough may leave in the middle', async () => {
  for await (const customer of (await fromFiles()).stream('test-toys')) {
    expect(customer.deeds.length).toBeGreaterThanOrEqual(0);
    break;
  }
});
