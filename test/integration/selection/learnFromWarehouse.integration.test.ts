import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventExportWorkflowId } from '#domain/ids';
import { type EventExportResult, eventExportWorkflow } from '#workflows/eventExport/messages';
import { Customer } from '#test/support/customer';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';
import { hadItems, modelsOf, refreshed, twoTastes } from './learning';

let world: World;
let warehouse: string;
beforeAll(async () => {
  warehouse = await mkdtemp(join(tmpdir(), 'everbox-learn-'));
  const learning = { minCustomers: 20, rankingsPerSecond: 1_000 };
  world = await World.open({ title: 'learn from warehouse', programs: [toyProgram({ learning })], warehouse });
});
afterAll(async () => {
  await world.close();
  await rm(warehouse, { recursive: true, force: true });
});

async function exported(): Promise<EventExportResult> {
  const { taskQueue } = world.config.temporal;
  const workflowId = `${eventExportWorkflowId}-${randomUUID()}`;
  return world.temporal.workflow.execute(eventExportWorkflow, { workflowId, taskQueue, args: [null] });
}

test('a refresh trains on the exported events, and on nothing else', async () => {
  const db = world.database.pool;
  await hadItems(db, 'test-toys', twoTastes(60));
  const early = (await refreshed(world)).result;
  expect(early).toMatchObject({ outcome: 'notEnoughData', version: null });
  const tastes = () => db.query('SELECT FROM taste_profiles');
  expect((await tastes()).rowCount).toBe(120); // of the table: search knows nothing that was deleted since the export

  // Transactions of other tests, on the same server, keep events from being final.
  await waitFor('the events to be exported', async () => ((await exported()).events > 0 ? true : undefined));
  await db.query('TRUNCATE events');
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  expect((await refreshed(world)).result).toMatchObject({ outcome: 'published', version: 1 });
  expect((await modelsOf(world)).models[0].trainedOn.customers).toBe(120);
  expect((await tastes()).rowCount).toBe(0);
});
