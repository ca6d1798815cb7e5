import { randomUUID } from 'node:crypto';
import { modelsView, refreshView } from '#cli/model/views';
import { modelsOf as cliModels, refresh as cliRefresh, rollBack } from '#cli/model/actions';
import { connectOperator } from '#cli/ops/connect';
import { Holdout } from '#activities/model/holdout';
import { call, Customer } from '#test/support/customer';
import { toyProgram } from '#test/support/toyProgram';
import { World } from '#test/support/world';
import { hadItems, modelsOf, refreshed, twoTastes } from './learning';

let world: World;
beforeAll(async () => {
  world = await World.open({
    title: 'model refresh',
    programs: [toyProgram({ learning: { minCustomers: 20, rankingsPerSecond: 1_000 } })],
  });
});
afterAll(() => world.close());

const picks = (customer: Customer) => call(world, customer.token, 'GET', '/v1/programs/test-toys/picks');

async function operator() {
  return connectOperator({ EVERBOX_API_URL: world.apiUrl, EVERBOX_TOKEN: await world.token('operator', 'ops_1') });
}

test('without enough to learn from a refresh says so and changes nothing', async () => {
  const customer = await Customer.signUp(world);
  const { result } = await refreshed(world);
  expect(result).toMatchObject({ outcome: 'notEnoughData', version: null, ranked: 0 });
  expect(result.reason).toContain('learning needs 20');
  expect(await modelsOf(world)).toMatchObject({ publishedVersion: null, models: [] });
  // The rules select, for somebody without any history.
  await customer.opened(1);
  const { status, body, headers } = await picks(customer);
  expect(status).toBe(200);
  expect(body).toMatchObject({ modelVersion: null, personalized: true });
  expect(body.items.length).toBeGreaterThan(5);
  expect(headers.get('server-timing')).toMatch(/^live;dur=/);
});

test('a model is trained, published, and ranks ahead; reset at any event, it is published once', async () => {
  await hadItems(world.database.pool, 'test-toys', twoTastes(60));
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  const { refreshId, result } = await refreshed(world);
  expect(result).toMatchObject({ outcome: 'published', version: 1 });
  expect(result.ranked).toBeGreaterThanOrEqual(2);

  const { body, headers } = await picks(customer);
  expect(headers.get('server-timing')).toMatch(/^precomputed;dur=/);
  expect(body).toMatchObject({ modelVersion: 1, personalized: true });
  const [first] = body.items;
  const sum = Object.values<number>(first.parts).reduce((total, part) => total + part, 0);
  expect(sum).toBeCloseTo(first.score, 9);
  expect(first.reason).not.toBe('');

  const { events } = await world.temporal.workflow.getHandle(refreshId).fetchHistory();
  const points = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  const { runId } = await world.temporal.workflow.getHandle(refreshId).describe();
  for (const point of points) {
    const answer = await world.temporal.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: refreshId, runId },
      workflowTaskFinishEventId: Number(point.eventId) as never,
      requestId: randomUUID(),
      reason: 'test',
    });
    const again = await world.temporal.workflow.getHandle(refreshId, answer.runId).result();
    expect(again).toMatchObject({ outcome: 'published', version: 1, reason: result.reason });
  }
  const models = await modelsOf(world);
  expect(models).toMatchObject({ publishedVersion: 1 });
  expect(models.models).toHaveLength(1);
  expect(models.publications).toHaveLength(1);
});

test('what a customer does counts before the next training: their ranking from before is not used', async () => {
  const customer = await Customer.signUp(world, { testClockId: await world.testClock(1) });
  await customer.opened(1);
  await refreshed(world);
  const before = await picks(customer);
  expect(before.headers.get('server-timing')).toMatch(/^precomputed/);
  const { selection, alternatives } = await customer.opened(1);
  expect((await customer.post('/cycles/1/swap', { sku: alternatives[0].sku })).status).toBe(200);
  const after = await picks(customer);
  expect(after.headers.get('server-timing')).toMatch(/^live/);
  expect(after.body.items.map(({ sku }: { sku: string }) => sku)).not.toContain(selection.sku);

  // The client tells of the same swap: it makes a new ranking, which comes out the same.
  const swap = { id: 'swap-1', kind: 'swap', programId: 'test-toys', sku: selection.sku };
  const said = { ...swap, occurredAt: new Date().toISOString(), data: { to: alternatives[0].sku } };
  expect(await call(world, customer.token, 'POST', '/v1/events', { events: [said] })).toMatchObject({
    status: 200,
    body: { accepted: 1 },
  });
  expect((await picks(customer)).body.items).toEqual(after.body.items);
});

test('a cycle says which model picked', async () => {
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  const { rows } = await world.database.pool.query(
    'SELECT model_version, experiment_arms FROM cycles WHERE subscription_id = $1',
    [customer.subscriptionId],
  );
  expect(rows).toEqual([{ model_version: (await modelsOf(world)).publishedVersion, experiment_arms: {} }]);
});

test('a model that got worse is not published, by how much is on record', async () => {
  const running = (await modelsOf(world)).publishedVersion;
  // From now on everybody takes the other kind next, but for those whose newest choices are held back to measure on.
  await hadItems(world.database.pool, 'test-toys', neverTheSame(600), (id) => !isHeldBack(id));
  const { result } = await refreshed(world);
  expect(result.reason).toMatch(/worse beyond chance/);
  expect(result.outcome).toBe('rejected');
  const models = await modelsOf(world);
  expect(models.publishedVersion).toBe(running);
  expect(models.models[0]).toMatchObject({ version: result.version, state: 'rejected' });
});

const neverTheSame = (count: number): string[][] =>
  Array.from({ length: count }, (_, n) => {
    const [one, other] = [1 + 2 * (n % 5), 2 + 2 * ((n * 3) % 5)].map((toy) => `toy-${String(toy).padStart(2, '0')}`);
    return n % 2 === 0 ? [one!, other!] : [other!, one!];
  });

function isHeldBack(customerId: string): boolean {
  const holdout = new Holdout();
  const deeds = [1, 2].map((atMs) => ({ sku: `s${atMs}`, kind: 'sent' as const, atMs }));
  return holdout.divide({ customerId, deeds }).deeds.length < 2;
}

test('everbox model: rollback in one command, on record', async () => {
  const api = await operator();
  const before = await cliModels(api, 'test-toys');
  const published = before.publications.map(({ version }) => version);
  expect(published.length).toBeGreaterThan(1);
  const after = await rollBack(api, 'test-toys', undefined, 'customers complain');
  expect(after.publishedVersion).toBe(published[1]);
  expect(after.publications[0]).toMatchObject({
    version: published[1],
    previousVersion: published[0],
    actor: 'operator ops_1',
    reason: 'customers complain',
  });
  expect(modelsView(after)).toContain('customers complain');
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  expect((await picks(customer)).body.modelVersion).toBe(published[1]);
  await expect(rollBack(api, 'test-toys', 999, 'typo')).rejects.toThrow(/toVersion/);
  expect(refreshView(await cliRefresh(api, 'test-toys', 60_000))).toContain('outcome');
});
