import { skipCycle } from '#workflows/subscription/messages';
import { Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'early skip' });
});
afterAll(() => world.close());

test('a skip that comes before the workflow hears that its cycle is open waits for it', async () => {
  const items = await world.database.pool.connect();
  await items.query('BEGIN; LOCK TABLE items IN ACCESS EXCLUSIVE MODE'); // selection waits
  try {
    const customer = await Customer.signUp(world);
    const handle = world.temporal.workflow.getHandle(customer.workflowId);
    const has = (kind: 'activityTaskScheduled' | 'workflowExecutionUpdateAccepted') => async () =>
      ((await handle.fetchHistory()).events ?? []).some((event) => event[`${kind}EventAttributes`]) || undefined;
    await waitFor('the opening', has('activityTaskScheduled'));
    const skip = handle.executeUpdate(skipCycle, { args: [{ cycle: 1 }] });
    // Listened to at once: it may be refused while the test still waits for the other.
    const other = handle.executeUpdate(skipCycle, { args: [{ cycle: 7 }] }).catch((refusal: unknown) => refusal);
    await Promise.race([skip, waitFor('the skip', has('workflowExecutionUpdateAccepted'))]);
    await items.query('ROLLBACK');
    expect((await skip).cycle).toMatchObject({ number: 1, skipped: true });
    expect(await other).toMatchObject({ cause: { type: 'NoOpenCycle' } });
    expect((await customer.get('/cycles/1')).body).toMatchObject({ skipped: true });
    await customer.post('/cancel');
  } finally {
    await items.query('ROLLBACK');
    items.release();
  }
});
