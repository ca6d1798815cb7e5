import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { WorkerProcess } from '#test/support/workerProcess';
import { World } from '#test/support/world';

const steps = [
  { partner: 'payment', operation: 'charge' },
  { partner: 'warehouse', operation: 'handOff' },
  { partner: 'carrier', operation: 'bookParcel' },
] as const;

let world: World;
const workers: WorkerProcess[] = [];
beforeAll(async () => {
  world = await World.open({ title: 'killed worker', worker: false });
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await world.close();
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await WorkerProcess.start(world.config);
  workers.push(worker);
  return worker;
}

test('kill -9 between the effect at a partner and its record: the effect takes place once', async () => {
  const first = await startWorker();
  const testClockId = await world.testClock(30_000);
  const everyone = await Promise.all(steps.map(() => Customer.signUp(world, { testClockId })));
  // The partner does it, and its answer is kept back for longer than the worker lives.
  await world.simulator.setFaults(
    steps.map((step, n) => ({
      ...step,
      kind: 'slow',
      delayMs: 7_000,
      times: 1,
      reference: everyone[n]!.subscriptionId,
    })),
  );
  await Promise.all(
    steps.map(({ partner, operation }, n) =>
      waitFor(`the effect of ${operation}`, async () => {
        const { items } = await world.simulator.effects({
          partner,
          operation,
          referencePrefix: everyone[n]!.subscriptionId,
        });
        return items.length > 0 ? true : undefined;
      }),
    ),
  );
  await first.kill();
  const { rows } = await world.database.pool.query(
    `SELECT subscription_id, step FROM effects WHERE step IN ('charge', 'handoff', 'parcel')`,
  );
  for (const [n, step] of ['charge', 'handoff', 'parcel'].entries()) {
    expect(rows).not.toContainEqual({ subscription_id: everyone[n]!.subscriptionId, step }); // made, and not recorded
  }

  await startWorker();
  for (const customer of everyone) {
    await customer.shipmentIn(1, 'delivered', 'done');
    const summary = await world.simulator.summary(customer.shipmentId(1));
    expect(summary).toMatchObject({ charges: 1, handoffs: 1, parcels: 1, refunds: 0 });
    await customer.post('/cancel', {});
  }
}, 120_000);

test('sign-ups and changes while no worker is up: sign-ups wait in the table, changes are a 503, nothing is half done', async () => {
  for (const worker of workers.splice(0)) await worker.kill();
  await waitFor('the server to notice', async () => {
    const { status } = await call(world, await world.token('operator', 'ops'), 'GET', '/readyz');
    return status === 200 || status === 503 ? true : undefined;
  });
  const customer = await Customer.signUp(world); // acknowledged
  const refused = await waitFor('a 503', async () => {
    const answer = await customer.post('/pause', {}, 'pause-while-down');
    return answer.status === 503 ? answer : undefined;
  });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await customer.get()).body.status).toBe('active');
  await startWorker();
  await customer.opened(1);
  const answer = await waitFor('the pause', async () => {
    const again = await customer.post('/pause', {}, 'pause-while-down');
    return again.status === 200 ? again : undefined;
  });
  expect(answer.body.status).toBe('paused');
  await customer.post('/cancel', {});
}, 120_000);
