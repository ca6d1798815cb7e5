import { randomUUID } from 'node:crypto';
import { Customer } from '../../support/customer';
import { World } from '../../support/world';
import { shipmentWorkflowId } from '../../../domain/ids';
import { waitFor } from '../../support/waitFor';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'reset' });
});
afterAll(() => world.close());

/** Effects of the customer's shipments; messages leave through the relay, later, and each at most once. */
async function effectsOf(customer: Customer) {
  const { messages, ...effects } = await world.simulator.summary(customer.subscriptionId);
  expect(Math.max(...Object.values(messages))).toBe(1);
  return effects;
}

/** Every event at which the server allows a reset: the completed workflow tasks of a run. */
async function resetPoints(workflowId: string, runId: string): Promise<number[]> {
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  return (events ?? [])
    .filter((event) => event.workflowTaskCompletedEventAttributes)
    .map((event) => Number(event.eventId));
}

async function reset(workflowId: string, runId: string, eventId: number): Promise<string> {
  const answer = await world.temporal.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: eventId as never,
    requestId: randomUUID(),
    reason: 'test',
  });
  return answer.runId;
}

test('a shipment that is reset at any event never charges or ships again', async () => {
  const testClockId = await world.testClock(100_000);
  const customer = await Customer.signUp(world, { testClockId });
  await customer.shipmentIn(1, 'done');
  await customer.post('/cancel', {});
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
  const before = await effectsOf(customer);
  const points = await resetPoints(workflowId, runId);
  expect(points.length).toBeGreaterThan(4);
  for (const point of points) {
    const newRun = await reset(workflowId, runId, point);
    const state = await world.temporal.workflow.getHandle(workflowId, newRun).result();
    expect(state).toMatchObject({ phase: 'done' });
  }
  expect(await effectsOf(customer)).toEqual(before);
});

test('an abandoned shipment that is reset stays abandoned: what was refunded is not shipped', async () => {
  // A run that is reset to before it was abandoned waits for all of the thirty days that a shipment stays parked: 13 s each.
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.signUp(world, { testClockId, address: { city: 'NOCARRIER' } });
  await customer.shipmentIn(1, 'parked');
  await customer.post('/cancel', {});
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  const handle = world.temporal.workflow.getHandle(workflowId);
  await handle.executeUpdate('abandon', { args: [{ reason: 'test' }] });
  await handle.result();
  const { runId } = await handle.describe();
  const before = await effectsOf(customer);
  for (const point of await resetPoints(workflowId, runId)) {
    const newRun = await reset(workflowId, runId, point);
    const state = await world.temporal.workflow.getHandle(workflowId, newRun).result();
    expect(state).toMatchObject({ phase: 'abandoned' });
  }
  expect(await effectsOf(customer)).toEqual(before);
});

test('a subscription that is reset at any event of a cycle ships that cycle once', async () => {
  const testClockId = await world.testClock(100_000);
  const customer = await Customer.signUp(world, { testClockId });
  const handle = world.temporal.workflow.getHandle(customer.workflowId);
  const { alternatives } = await customer.opened(1);
  const { runId } = await handle.describe();
  await customer.post('/cycles/1/swap', { sku: alternatives[0].sku });
  await customer.shipmentIn(1, 'done');
  for (const point of await resetPoints(customer.workflowId, runId)) {
    const newRun = await reset(customer.workflowId, runId, point);
    await waitFor('the run to continue as new', async () => {
      const { status } = await world.temporal.workflow.getHandle(customer.workflowId, newRun).describe();
      return status.name === 'CONTINUED_AS_NEW' ? true : undefined;
    });
  }
  const shipped = await world.simulator.calls({
    partner: 'warehouse',
    operation: 'handOff',
    referencePrefix: customer.shipmentId(1),
  });
  expect(shipped.items.map(({ request }) => (request as { sku: string }).sku)).toEqual([alternatives[0].sku]);
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 1, handoffs: 1, parcels: 1 });
  const { rows } = await world.database.pool.query(
    `SELECT kind FROM events WHERE subscription_id = $1 AND data->>'cycle' = '1' ORDER BY kind`,
    [customer.subscriptionId],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['deliver', 'renew', 'select', 'swap']); // each told once
  await customer.post('/cancel', {});
});
