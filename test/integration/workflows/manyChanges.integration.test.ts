import { Customer } from '#test/support/customer';
import { subscriptionSnapshot } from '#workflows/subscription/messages';
import { showsWhatWasDecided } from '#test/support/changesAtOnce';
import { longestHistory, sendAll, wish } from '#test/support/manyChanges';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

const changes = 150;

let world: World;
beforeAll(async () => {
  // What a workflow can take is more than a customer may do.
  const limits = { changesPerMinute: 6_000, changesPerDay: 100_000 };
  world = await World.open({ title: 'many changes', programs: [toyProgram({ limits })] });
});
afterAll(() => world.close());

test('hundreds of changes while a cycle is open, and while paused: each is answered once, histories stay short', async () => {
  const customer = await Customer.signUp(world);
  const { selection } = await customer.opened(1);
  for (const state of ['open', 'paused']) {
    if (state === 'paused') expect((await customer.post('/pause')).status).toBe(200);
    const handle = world.temporal.workflow.getHandle(customer.workflowId);
    const { revision: before } = await handle.query(subscriptionSnapshot);
    const answers = await sendAll(changes, (n, key) => customer.patch('/preferences', wish(n), `${state}-${key}`));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const revisions = answers.map(({ body }) => body.revision as number).sort((a, b) => a - b);
    expect(revisions).toEqual(Array.from({ length: changes }, (_, n) => before + n + 1)); // none lost, none twice
    await showsWhatWasDecided(world, customer);
  }
  const cycle = (await customer.get('/cycles/1')).body;
  expect(cycle).toMatchObject({ status: 'open', selection: { sku: selection.sku } });
  const skipped = await customer.post('/cycles/1/skip');
  expect(skipped.status).toBe(200); // the open cycle came along
  expect((await customer.post('/cancel', {})).status).toBe(200);
  expect((await customer.closed(1)).status).toBe('cancelled');
  const { runs, events } = await waitFor('the runs in the visibility store', async () => {
    const found = await longestHistory(world, customer);
    return found.runs > (2 * changes) / 70 ? found : undefined;
  });
  expect(runs).toBeGreaterThan(5);
  expect(events).toBeLessThan(1_000);
}, 240_000);

test('who wants to leave in the middle of it gets through', async () => {
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  const others = sendAll(changes, (n, key) => customer.patch('/preferences', wish(n), key));
  const cancelled = await waitFor('the cancel', async () => {
    const answer = await customer.post('/cancel', {}, 'cancel-in-the-middle');
    return answer.status === 503 ? undefined : answer;
  });
  expect(cancelled.body.status).toBe('cancelled');
  const statuses = new Set((await others).map(({ status }) => status));
  expect([...statuses].filter((status) => status !== 200 && status !== 409)).toEqual([]);
  await showsWhatWasDecided(world, customer);
}, 240_000);
