import { randomUUID } from 'node:crypto';
import { showsWhatWasDecided } from '#test/support/changesAtOnce';
import { Customer } from '#test/support/customer';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'reset shown' });
});
afterAll(() => world.close());

/** Resets a run to its first workflow task, and leaves out what came in since. */
async function resetToStart(workflowId: string, runId: string): Promise<void> {
  const { events } = await world.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  const first = (events ?? []).find((event) => event.workflowTaskCompletedEventAttributes);
  await world.temporal.workflowService.resetWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId, runId },
    workflowTaskFinishEventId: first?.eventId,
    requestId: randomUUID(),
    reason: 'test',
    resetReapplyExcludeTypes: [1, 2] as never, // signals and updates
  });
}

test.each(['skip', 'pause', 'cancel'])(
  'after a reset that takes back a %s, it is not shown any more',
  async (change) => {
    const customer = await Customer.signUp(world);
    await customer.opened(1);
    const { runId } = await world.temporal.workflow.getHandle(customer.workflowId).describe();
    expect((await customer.post(change === 'skip' ? '/cycles/1/skip' : `/${change}`)).status).toBe(200);
    if (change === 'cancel') await customer.closed(1);
    await resetToStart(customer.workflowId, runId);
    await showsWhatWasDecided(world, customer);
    const { body } = await customer.get();
    expect(body.status).toBe('active');
    expect((await customer.get('/cycles/1')).body).toMatchObject({ status: 'open', skipped: false });
    expect((await customer.post('/cancel', {})).status).toBe(200);
  },
);
