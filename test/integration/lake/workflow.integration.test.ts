import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { trainCandidate } from '#activities/model/trainCandidate';
import { eventExportWorkflowId } from '#domain/ids';
import type { Config } from '#workers/config';
import { type RunningWorker, startWorker } from '#workers/worker';
import { eventExportWorkflow, type EventExportResult } from '#workflows/eventExport/messages';
import { testBundle } from '#test/support/bundle';
import { testTemporalAddress } from '#test/support/database';
import { replay } from '#test/support/histories';
import { quietRuntime } from '#test/support/quietRuntime';
import { simulatedBy } from '#test/support/simulatedBy';
import { eventsAreFinal } from '#test/support/finalEvents';
import { waitFor } from '#test/support/waitFor';
import { WorkerProcess } from '#test/support/workerProcess';
import { at, exportedIds, insertEvents, keys, ledger, today, type WarehouseRig, warehouseRig } from './rig';

quietRuntime();

let rig: WarehouseRig;
let client: Client;
let config: Config;
let worker: RunningWorker | undefined;
const killed: WorkerProcess[] = [];
const ran: string[] = [];
beforeAll(async () => {
  rig = await warehouseRig();
  const address = testTemporalAddress();
  client = new Client({ connection: await Connection.connect({ address }) });
  const secret = 's'.repeat(32);
  config = {
    environment: 'test',
    logLevel: 'silent',
    databaseUrl: rig.database.url,
    temporal: { address, namespace: 'default', taskQueue: `warehouse-${randomBytes(4).toString('hex')}` },
    api: { host: '127.0.0.1', port: 7700, jwtSecret: secret, testClocks: true },
    warehouse: { location: { kind: 'directory', path: rig.directory } },
    // No partner is asked for anything here.
    partners: { providers: simulatedBy('http://127.0.0.1:9'), apiKey: secret, webhookSecret: secret, timeoutMs: 1_000 },
  };
});
afterAll(async () => {
  await worker?.stop();
  for (const each of killed) await each.stop();
  await client.connection.close();
  await rig.close();
});

async function startInProcess(): Promise<void> {
  worker = await startWorker(config, await testBundle(), pino({ level: 'silent' }), trainCandidate());
}

async function start(): Promise<{ workflowId: string; runId: string; result: Promise<EventExportResult> }> {
  const workflowId = `${eventExportWorkflowId}-${randomUUID()}`;
  const { taskQueue } = config.temporal;
  const handle = await client.workflow.start(eventExportWorkflow, { workflowId, taskQueue, args: [null] });
  ran.push(workflowId);
  return { workflowId, runId: handle.firstExecutionRunId, result: handle.result() as Promise<EventExportResult> };
}

/** Runs exports until those events are all there: other test files hold the mark back as well. */
async function exportUntil(count: number): Promise<void> {
  await waitFor(`${count} events`, async () => {
    await (
      await start()
    ).result;
    return (await exportedIds(rig.directory)).length >= count || undefined;
  });
}

test('kill -9 in the middle of many hours: another worker goes on, and each event is there once', async () => {
  const hours = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));
  const days = [0, 1, 2, 3].map((back) => new Date(Date.parse(today) - back * 86_400_000).toISOString().slice(0, 10));
  const events = days.flatMap((day) =>
    hours.map((hour) => ({ id: `${day}-${hour}`, occurredAt: at(`${hour}:30:00`, day) })),
  );
  await insertEvents(rig.db, events);
  const first = await WorkerProcess.start(config);
  killed.push(first);
  await eventsAreFinal(rig.db);
  const { result } = await start();
  await waitFor('the first files', async () => (await keys(rig)).length >= 5 || undefined);
  await first.kill();
  const done = (await keys(rig)).length;
  expect(done).toBeLessThan(events.length);
  await startInProcess();
  expect((await result).files).toBeGreaterThan(0);
  await exportUntil(events.length);
  expect(await exportedIds(rig.directory)).toEqual(events.map(({ id }) => id).sort());
  expect(await ledger(rig)).toEqual(await keys(rig));
}, 120_000);

test('reset at every event, while new events come in: nothing is there twice, and nothing is missing', async () => {
  const before = await exportedIds(rig.directory);
  const { workflowId, runId, result } = await start();
  await result;
  const { events = [] } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const points = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  expect(points.length).toBeGreaterThan(1);
  const added: string[] = [];
  for (const [index, { eventId }] of points.entries()) {
    added.push(`reset-${index}`);
    await insertEvents(rig.db, [{ id: `reset-${index}`, occurredAt: at('00:10:00') }]);
    const { runId: newRun } = await client.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId, runId },
      workflowTaskFinishEventId: eventId,
      requestId: randomUUID(),
      reason: 'test',
    });
    await client.workflow.getHandle(workflowId, newRun).result();
  }
  await exportUntil(before.length + added.length);
  expect(await exportedIds(rig.directory)).toEqual([...before, ...added].sort());
  expect(await ledger(rig)).toEqual(await keys(rig));
});

test('an erasure is followed by the next run', async () => {
  await rig.db.query(`INSERT INTO erasures (customer_id, erased_at) VALUES ('c1', now())`);
  const done = await (await start()).result;
  expect(done).toMatchObject({ erasedCustomers: 1 });
  expect(await exportedIds(rig.directory)).toEqual([]);
});

test('every run replays', async () => {
  const histories = await Promise.all(
    ran.map(async (workflowId) => ({
      workflowId,
      history: await client.workflow.getHandle(workflowId).fetchHistory(),
    })),
  );
  expect(await replay(await testBundle(), histories)).toBe(ran.length);
});
