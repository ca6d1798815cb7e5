import type { SurveyRule } from '#domain/survey/types';
import { call, Customer } from '../support/customer';
import { Courier, doorstep, openZone } from '../support/oneHour';
import { SurveyOf } from '../support/surveyed';
import { toyProgram } from '../support/toyProgram';
import { waitFor } from '../support/waitFor';
import { World } from '../support/world';
import { effectsOf, lose, recovered } from '../integration/recovery/rig';

const questions: SurveyRule['questions'] = [{ id: 'stars', title: 'How good?', kind: 'scale', min: 1, max: 5 }];
const surveys: SurveyRule[] = [
  { id: 'goodbye', title: 'Why?', when: { onCancel: true }, delayHours: 24, questions },
  { id: 'welcome', title: 'Welcome', when: { daysAfterSignUp: 300 }, delayHours: 0, questions },
];

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'lost rest', programs: [toyProgram({ surveys })] });
  await openZone(world);
});
afterAll(() => world.close());

/** As the relay does that told the Temporal which was lost. */
async function markTold(kind: string, field: string, value: string): Promise<void> {
  const { rowCount } = await world.database.pool.query(
    `UPDATE outbox SET delivered_at = now() WHERE kind = $1 AND payload ->> $2 = $3`,
    [kind, field, value],
  );
  expect(rowCount).toBe(1);
}

test('a survey is asked once and an erasure is swept, though Temporal lost both', async () => {
  const testClockId = await world.testClock(5_000); // a day in 17 s
  const leaver = await Customer.signUp(world, { testClockId });
  const goodbye = new SurveyOf(world, leaver, 'goodbye');
  await leaver.opened(1);
  expect((await leaver.post('/cancel', { reason: 'too many toys' })).status).toBe(200);
  await goodbye.scheduled();
  await lose(world);

  const forgotten = await Customer.signUp(world);
  expect((await call(world, forgotten.token, 'DELETE', '/v1/me/profile')).status).toBe(200);
  await markTold('eraseCustomer', 'customerId', forgotten.id);
  // Long ago by now: the sweep waits until no transaction of that time can be left.
  await world.database.pool.query(`UPDATE erasures SET erased_at = erased_at - interval '3 minutes'`);

  await world.startWorker();
  const started = (await recovered(world)).filter(({ kind }) => kind === 'start').map(({ id }) => id);
  expect(started).toEqual(
    expect.arrayContaining([goodbye.workflowId, expect.stringContaining(`erase:${forgotten.id}:`)]),
  );
  await waitFor('the sweep', async () => {
    const { rows } = await world.database.pool.query('SELECT swept_at AS at FROM erasures WHERE customer_id = $1', [
      forgotten.id,
    ]);
    return (rows[0]?.at as Date | null) ?? undefined;
  });
  await goodbye.reached();
  expect(await goodbye.state()).toBe('sent');
  expect([await goodbye.queued(), await goodbye.requests()]).toEqual([1, 1]);
  await forgotten.post('/cancel', {});
}, 240_000);

test('a box that was to be brought by courier is promised, charged and brought once', async () => {
  const testClockId = await world.testClock(40_000);
  const courier = await Courier.onShift(world);
  const customer = await Customer.signUp(world, { testClockId, address: { location: doorstep } });
  await customer.opened(1);
  expect((await customer.put('/cycles/1/delivery', { method: 'oneHour', feeCents: 499 })).status).toBe(200);
  await lose(world); // and its day comes, and may pass

  await world.startWorker();
  await recovered(world);
  const offer = await courier.offer();
  await lose(world);
  await world.startWorker();
  await recovered(world);
  expect((await courier.post(`/v1/offers/${offer.id}/accept`)).status).toBe(200);
  await courier.bring(customer.shipmentId(1));
  expect(await customer.shipmentIn(1, 'done')).toMatchObject({ chargeCents: 2_498, trackingNumber: null });
  expect(await effectsOf(world, customer.shipmentId(1))).toEqual(['charge', 'handOff']);
  await customer.post('/cancel', {});
}, 240_000);

test('what was terminated stays so, unless it is asked for', async () => {
  const customer = await Customer.signUp(world);
  const { alternatives } = await customer.opened(1);
  const handle = world.temporal.workflow.getHandle(customer.workflowId);
  await handle.terminate('by mistake');
  expect(await recovered(world)).toContainEqual({
    kind: 'left',
    id: customer.workflowId,
    detail: 'active, cycle 1 open; it was terminated: --terminated starts it anew',
    option: '--terminated',
  });
  expect((await handle.describe()).status.name).toBe('TERMINATED');
  const findings = await recovered(world, { terminated: true });
  expect(findings.map(({ kind, id }) => `${kind} ${id}`)).toContain(`start ${customer.workflowId}`);
  expect((await customer.post('/cycles/1/swap', { sku: alternatives[0].sku })).status).toBe(200);
  await customer.post('/cancel', {});
}, 120_000);
