import { shipmentWorkflowId } from '#domain/ids';
import { attentionFor, attentionOf } from '#test/support/attention';
import { call, Customer, type SignUp } from '#test/support/customer';
import { taskOfUpdate, reset, takenBack } from '#test/support/resets';
import { World } from '#test/support/world';

let world: World;
let testClockId: string;
beforeAll(async () => {
  world = await World.open({ title: 'reset shipment shown' });
  // Whatever is parked gives itself up after four minutes: what is seen before that, the watch has told.
  testClockId = await world.testClock(20_000);
});
afterAll(() => world.close());

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

/** A shipment that was parked after sign-up and `before`, with the run to reset. */
async function parked(signUp: SignUp, before?: (customer: Customer) => Promise<unknown>) {
  const customer = await Customer.signUp(world, { testClockId, ...signUp });
  await before?.(customer);
  await customer.shipmentIn(1, 'parked');
  await customer.post('/cancel', {});
  const workflowId = shipmentWorkflowId(customer.subscriptionId, 1);
  const { runId } = await world.temporal.workflow.getHandle(workflowId).describe();
  return { customer, workflowId, runId };
}

const refused: SignUp = { address: { line1: 'UNDELIVERABLE' } };

const rename = (customer: Customer, id: string) =>
  world.database.pool.query(`UPDATE payment_methods SET id = ${id} WHERE subscription_id = $1`, [
    customer.subscriptionId,
  ]);

async function retry(customer: Customer, body: object): Promise<void> {
  const path = `/v1/ops/shipments/${customer.shipmentId(1)}/retry`;
  const { status } = await call(world, await world.token('operator', 'ops'), 'POST', path, body);
  expect(status).toBe(200);
}

test('a retry that a reset takes back: ops see at once that it waits for them again', async () => {
  const { customer, workflowId, runId } = await parked({}, (signedUp) => rename(signedUp, `'gone_' || id`));
  await rename(customer, 'substr(id, 6)');
  await world.simulator.setFaults([{ partner: 'payment', kind: 'down', reference: customer.subscriptionId }]);
  await retry(customer, {});
  await customer.shipmentIn(1, 'charging'); // and stays so
  expect(await attentionOf(world, customer.shipmentId(1))).toBeNull();
  await reset(world, workflowId, runId, await taskOfUpdate(world, workflowId, runId), takenBack);
  await attentionFor(world, customer.shipmentId(1), 'DataMissing');
  expect((await customer.shipment(1)).body.phase).toBe('parked');
  await world.simulator.clearFaults();
  await retry(customer, {});
  await customer.shipmentIn(1, 'done');
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 1, handoffs: 1, parcels: 1 });
});

test('a shipment that was mended and delivered, and whose reset takes the retry back, ends at once as it had ended', async () => {
  const { customer, workflowId, runId } = await parked(refused);
  await retry(customer, { address: mended });
  await customer.shipmentIn(1, 'done');
  const newRun = await reset(world, workflowId, runId, await taskOfUpdate(world, workflowId, runId), takenBack);
  const state: unknown = await world.temporal.workflow.getHandle(workflowId, newRun).result();
  expect(state).toMatchObject({ phase: 'done', abandonReason: null });
  expect(await attentionOf(world, customer.shipmentId(1))).toBeNull();
  expect(await world.simulator.summary(customer.shipmentId(1))).toMatchObject({ charges: 1, parcels: 1, refunds: 0 });
});
