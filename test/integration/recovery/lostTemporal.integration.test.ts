import type { RecoveryFinding } from '#workers/recovery/types';
import { call, Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';
import { deliverParcels, effectsOf, lose, recovered } from './rig';

let world: World;
let testClockId: string;
let operator: string;
beforeAll(async () => {
  world = await World.open({ title: 'lost temporal', transitMs: 1 });
  testClockId = await world.testClock(20_000);
  operator = await world.token('operator', 'ops');
});
afterAll(() => world.close());

const mended = { name: 'A Person', line1: '3 Middle Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };
const ids = (findings: RecoveryFinding[], kind: RecoveryFinding['kind']) =>
  findings.filter((finding) => finding.kind === kind).map(({ id }) => id);

test('what Temporal lost is started where its rows say it stood, and every box is sent once', async () => {
  const signUp = (options: Parameters<typeof Customer.signUp>[1] = {}) =>
    Customer.signUp(world, { testClockId, ...options });
  // One of each: an open cycle with a swap, an open one on the wall's clock, paused, parked, dunning, on its way.
  const onTheWall = await Customer.signUp(world);
  const swapped = await signUp();
  const paused = await signUp({ planId: 'weekly' });
  const parked = await signUp({ address: { line1: 'UNDELIVERABLE' } });
  // Declined on two days, so that it is still dunning when the others have come to where they wait.
  const dunning = await signUp({ paymentToken: 'tok_declined_2_dunning' });
  await world.simulator.setFaults([{ partner: 'carrier', kind: 'lateWebhook', delayMs: 600_000 }]);
  const onItsWay = await signUp();
  const { alternatives } = await swapped.opened(1);
  await swapped.post('/cycles/1/swap', { sku: alternatives[0].sku });
  await onTheWall.opened(1);
  await onTheWall.post('/cycles/1/skip');
  await paused.post('/pause');
  await dunning.shipmentIn(1, 'dunning');
  await parked.shipmentIn(1, 'parked');
  await onItsWay.shipmentIn(1, 'inTransit');
  const waiting = await Promise.all([swapped, paused].map((customer) => customer.get()));
  expect(waiting.map(({ status }) => status)).toEqual([200, 200]);

  await lose(world);

  // The carrier has delivered meanwhile; one was told to the Temporal that was lost, the others wait to be told.
  await world.simulator.clearFaults();
  await deliverParcels(world);
  await world.database.pool.query(
    `UPDATE outbox SET delivered_at = now() WHERE kind = 'parcelEnded' AND payload ->> 'subscriptionId' = $1`,
    [onItsWay.subscriptionId],
  );

  // While it is missing: no answer that would be kept, and ops are told.
  const retryPath = `/v1/ops/shipments/${parked.shipmentId(1)}/retry`;
  await world.startWorker();
  const early = await call(world, operator, 'POST', retryPath, { address: mended }, 'retry-parked');
  expect([early.status, early.body.detail]).toEqual([503, expect.stringContaining('until it is recovered')]);

  const { body } = await call(world, operator, 'GET', '/v1/ops/attention');
  expect(body.notices).toContainEqual(expect.stringContaining(`shipment:${parked.subscriptionId}:1 is missing`));

  const looked = await recovered(world, { apply: false });
  const expected = [onTheWall, swapped, paused, parked, dunning, onItsWay].map(({ workflowId }) => workflowId);
  expect(ids(looked, 'start')).toEqual(expect.arrayContaining(expected));
  for (const workflowId of expected) {
    await expect(world.temporal.workflow.getHandle(workflowId).describe()).rejects.toThrow(/not found/i);
  }

  const [once, twice] = await Promise.all([recovered(world), recovered(world)]); // two at once start once
  expect(new Set([...ids(once, 'start'), ...ids(twice, 'start')])).toEqual(new Set(ids(looked, 'start')));
  expect(ids(await recovered(world), 'start')).toEqual([]);

  expect((await call(world, operator, 'GET', '/v1/ops/attention')).body.notices).toEqual([]);
  const late = await call(world, operator, 'POST', retryPath, { address: mended }, 'retry-parked');
  expect(late.status).toBe(200);
  for (const customer of [swapped, parked, dunning, onItsWay]) {
    await customer.shipmentWithin(90_000, 1, 'delivered', 'done');
    expect(await effectsOf(world, customer.shipmentId(1))).toEqual(['charge', 'handOff', 'bookParcel']);
  }
  expect((await swapped.get('/cycles/1')).body).toMatchObject({
    selection: { sku: alternatives[0].sku },
    status: 'shipped',
  });
  expect((await onTheWall.get('/cycles/1')).body).toMatchObject({ status: 'open', skipped: true });
  expect((await onTheWall.post('/cycles/1/unskip')).status).toBe(200);
  expect((await paused.get()).body.status).toBe('paused');
  expect((await paused.post('/resume')).status).toBe(200);
  // By its cohort run, as before; numbers of periods that passed meanwhile are not used.
  await waitFor(
    'the next cycle of who was paused',
    async () => (await paused.get('/cycles')).body.items.find((cycle: { number: number }) => cycle.number > 1),
    90_000,
  );
  for (const customer of [onTheWall, swapped, paused, parked, dunning, onItsWay]) await customer.post('/cancel', {});
}, 240_000);
