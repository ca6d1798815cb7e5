import { shipmentWorkflowId } from '#domain/ids';
import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';
import { effectsOf, recovered, setBack, takeSnapshot } from './rig';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'older postgres', transitMs: 1 });
});
afterAll(() => world.close());

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };

test('rows that were set back are brought up to their workflows, and nothing is charged or sent twice', async () => {
  const testClockId = await world.testClock(20_000);
  const operator = await world.token('operator', 'ops');
  const skipped = await Customer.signUp(world);
  const parked = await Customer.signUp(world, { testClockId, address: { line1: 'UNDELIVERABLE' } });
  await skipped.opened(1);
  await parked.shipmentIn(1, 'parked');
  const shipped = await Customer.signUp(world, { testClockId });
  await shipped.opened(1);
  await takeSnapshot(world);

  // After the back-up: a change, a box on its way, a mended one that arrives, a sign-up. The carrier is slow to say.
  expect((await skipped.post('/cycles/1/skip')).status).toBe(200);
  const retry = `/v1/ops/shipments/${parked.shipmentId(1)}/retry`;
  expect((await call(world, operator, 'POST', retry, { address: mended })).status).toBe(200);
  await parked.shipmentIn(1, 'delivered', 'done');
  await world.simulator.setFaults([{ partner: 'carrier', kind: 'lateWebhook', delayMs: 20_000 }]);
  await shipped.shipmentIn(1, 'inTransit');
  const lost = await Customer.signUp(world);
  await lost.opened(1);
  await world.temporal.workflow.getHandle(shipmentWorkflowId(parked.subscriptionId, 1)).result();

  await world.stopWorker();
  await setBack(world);
  await world.startWorker();
  expect((await skipped.get('/cycles/1')).body.skipped).toBe(false); // what was answered is not what is shown
  const findings = await recovered(world, { databaseRestored: true });
  expect(findings).toContainEqual({
    kind: 'rowMissing',
    id: lost.workflowId,
    detail: expect.stringContaining(lost.id) as string,
  });

  await waitFor('the skip in the read model', async () =>
    (await skipped.get('/cycles/1')).body.skipped === true ? true : undefined,
  );
  expect((await parked.shipment(1)).body.phase).toBe('done');
  await shipped.shipmentWithin(60_000, 1, 'delivered', 'done'); // its parcel is known again, so that its end is
  for (const customer of [parked, shipped]) {
    expect(await effectsOf(world, customer.shipmentId(1))).toEqual(['charge', 'handOff', 'bookParcel']);
  }
  // The partners' answers are back as well: what is run again finds them.
  const { rows } = await world.database.pool.query(
    `SELECT step FROM effects WHERE subscription_id = $1 AND step IN ('charge', 'handoff', 'parcel') ORDER BY step`,
    [shipped.subscriptionId],
  );
  expect(rows).toEqual([{ step: 'charge' }, { step: 'handoff' }, { step: 'parcel' }]);

  const { body } = await call(world, operator, 'GET', '/v1/ops/attention');
  expect(body.notices).toEqual([
    expect.stringContaining(`${lost.workflowId} of customer ${lost.id} goes on without rows`),
  ]);
  await world.temporal.workflow.getHandle(lost.workflowId).terminate('the customer signs up anew');
  for (const customer of [skipped, parked, shipped]) await customer.post('/cancel', {});
}, 240_000);
