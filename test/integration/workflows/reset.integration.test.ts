import { Customer } from '#test/support/customer';
import { World } from '#test/support/world';
import { reset, resetPoints } from '#test/support/resets';
import { waitFor } from '#test/support/waitFor';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'reset' });
});
afterAll(() => world.close());

test('a subscription that is reset at any event of a cycle ships that cycle once', async () => {
  const testClockId = await world.testClock(100_000);
  const { customer, sku } = await Customer.swapped(world, { testClockId });
  const { runId } = await world.temporal.workflow.getHandle(customer.workflowId).describe();
  await customer.shipmentIn(1, 'done');
  for (const point of await resetPoints(world, customer.workflowId, runId)) {
    const newRun = await reset(world, customer.workflowId, runId, point);
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
  expect(shipped.items.map(({ request }) => (request as { sku: string }).sku)).toEqual([sku]);
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 1, handoffs: 1, parcels: 1 });
  const { rows } = await world.database.pool.query(
    `SELECT kind FROM events WHERE subscription_id = $1 AND data->>'cycle' = '1' ORDER BY kind`,
    [customer.subscriptionId],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['deliver', 'renew', 'select', 'swap']); // each told once
  await customer.post('/cancel', {});
});
