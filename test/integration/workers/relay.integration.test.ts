import pino from 'pino';
import { createFacade } from '#facade/compose/index';
import { outboxKinds } from '#domain/outbox/parse';
import { Relay } from '#workers/relay/index';
import { Customer } from '#test/support/customer';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'relay', worker: false });
});
afterAll(() => world.close());

function relay(logger = pino({ level: 'silent' })): Relay {
  const { notifications } = createFacade(world.config.partners);
  const { taskQueue } = world.config.temporal;
  return new Relay({
    db: world.database.pool,
    client: world.temporal,
    notifications,
    taskQueue,
    logger,
  });
}

async function waiting(kind: string): Promise<number> {
  const { rows } = await world.database.pool.query(
    'SELECT count(*)::int AS waiting FROM outbox WHERE delivered_at IS NULL AND kind = $1',
    [kind],
  );
  return rows[0].waiting as number;
}

test('a spike of sign-ups waits in the table, and several relays start each one once', async () => {
  const everyone = await Promise.all(Array.from({ length: 60 }, () => Customer.signUp(world)));
  expect(await waiting('startSubscription')).toBe(60);
  const relays = [relay(), relay(), relay()];
  for (const each of relays) each.start();
  await waitFor('an empty outbox', async () => ((await waiting('startSubscription')) === 0 ? true : undefined));
  await Promise.all(relays.map((each) => each.stop()));
  const started = await Promise.all(
    everyone.map(
      async ({ workflowId }) => (await world.temporal.workflow.getHandle(workflowId).describe()).status.name,
    ),
  );
  expect(started).toEqual(everyone.map(() => 'RUNNING'));
});

test('a row that was delivered and not marked, since the relay died in between, is delivered again without harm', async () => {
  const customer = await Customer.signUp(world);
  const one = relay();
  one.start();
  await waitFor('the start', async () => ((await waiting('startSubscription')) === 0 ? true : undefined));
  const { runId } = await world.temporal.workflow.getHandle(customer.workflowId).describe();
  await world.database.pool.query(`UPDATE outbox SET delivered_at = NULL WHERE payload #>> '{state,id}' = $1`, [
    customer.subscriptionId,
  ]);
  await waitFor('the repeat', async () => ((await waiting('startSubscription')) === 0 ? true : undefined));
  await one.stop();
  expect((await world.temporal.workflow.getHandle(customer.workflowId).describe()).runId).toBe(runId);
});

test('the table takes the kinds that there are, and no other', async () => {
  const sql = `SELECT pg_get_constraintdef(oid) AS rule FROM pg_constraint WHERE conname = 'outbox_kind_check'`;
  const { rows } = await world.database.pool.query<{ rule: string }>(sql);
  const kinds = [...rows[0]!.rule.matchAll(/'(\w+)'/g)].map(([, kind]) => kind);
  expect(new Set(kinds)).toEqual(new Set(outboxKinds));
});

test('a row that this version cannot deliver is kept and told of, and holds up nobody', async () => {
  const { pool } = world.database;
  await pool.query('ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check'); // as a newer version's migration does
  await pool.query(`INSERT INTO outbox (kind, payload) VALUES ('refundGift', '{}'), ('zoneChanged', '{"zone": "x"}')`);
  const lines: Record<string, unknown>[] = [];
  const one = relay(pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) }));
  one.start();
  await Customer.signUp(world);
  const tried = `SELECT kind FROM outbox WHERE delivered_at IS NULL AND attempts > 0`;
  await waitFor('both tried', async () => ((await pool.query(tried)).rowCount === 2 ? true : undefined));
  await waitFor('the start', async () => ((await waiting('startSubscription')) === 0 ? true : undefined));
  await one.stop();
  const told = lines.map(({ kind, msg, err }) => [kind, msg, (err as Error).message]);
  const cannot = 'this version cannot deliver it';
  expect(told).toContainEqual([
    'refundGift',
    cannot,
    expect.stringMatching(/^kind: must be one of startSubscription, /),
  ]);
  expect(told).toContainEqual(['zoneChanged', cannot, 'zoneId: is required']);
  await pool.query('DELETE FROM outbox WHERE delivered_at IS NULL AND attempts > 0');
});

test('a notifications partner that hangs delays messages, not sign-ups, and each message arrives once', async () => {
  await world.simulator.setFaults([{ partner: 'notifications', kind: 'timeoutAfterEffect', probability: 0.7 }]);
  await world.startWorker(); // opens the cycles of everybody above: as many messages
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  await world.simulator.clearFaults();
  await waitFor('every message', async () => ((await waiting('notify')) === 0 ? true : undefined));
  const { messages } = await world.simulator.summary();
  expect(messages).toEqual({ cycleOpened: 63 });
});
