import { cancelSubscription } from '#workflows/subscription/messages';
import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { WorkerProcess } from '#test/support/workerProcess';
import { World } from '#test/support/world';

let world: World;
let worker: WorkerProcess;
beforeAll(async () => {
  world = await World.open({ title: 'killed opening', worker: false });
  worker = await WorkerProcess.start(world.config);
});
afterAll(async () => {
  await worker.stop();
  await world.close();
});

async function killed(): Promise<void> {
  await worker.kill();
  worker = await WorkerProcess.start(world.config);
}

test('a cancel that comes while a cycle opens in a slow Postgres, with its worker killed, goes on after the next kill', async () => {
  const items = await world.database.pool.connect();
  // Selection waits for longer than a workflow task lasts.
  await items.query('BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE');
  try {
    const { workflowId, subscriptionId } = await Customer.signUp(world);
    const handle = world.temporal.workflow.getHandle(workflowId);
    const eventsOf = async (
      kind: 'workflowTaskCompleted' | 'workflowExecutionUpdateAccepted' | 'activityTaskCompleted',
    ) => ((await handle.fetchHistory()).events ?? []).filter((event) => event[`${kind}EventAttributes`]).length;
    await waitFor('a first workflow task', async () => (await eventsOf('workflowTaskCompleted')) > 0 || undefined);
    await worker.kill();
    const cancelled = handle.executeUpdate(cancelSubscription, { args: [{ reason: null }] });
    worker = await WorkerProcess.start(world.config);
    await waitFor('the cancel', async () => (await eventsOf('workflowExecutionUpdateAccepted')) > 0 || undefined);
    await killed();
    await items.query('ROLLBACK');
    expect((await cancelled).status).toBe('cancelled');
    expect(await handle.result()).toMatchObject({ subscriptionId, status: 'cancelled' });
    const operator = await world.token('operator', 'ops');
    const { body } = await call(world, operator, 'GET', `/v1/subscriptions/${subscriptionId}`);
    expect(body.status).toBe('cancelled');
  } finally {
    await items.query('ROLLBACK');
    items.release();
  }
}, 180_000);
