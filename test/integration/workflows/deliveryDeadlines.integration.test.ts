import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { createFacade } from '#facade/compose/index';
import { deliveryWorkflowId } from '#domain/ids';
import { Relay } from '#workers/relay/index';
import { Courier, openZone, shipmentEnds, startOnFastClock } from '#test/support/oneHour';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'delivery deadlines' });
  await openZone(world);
});
afterAll(() => world.close());

const wall = 1;
/** Enough for an offer, its acceptance and the pickup; the tests wait for what happens, not for this. */
const dueInMs = 12_000;

/** An order that is due within seconds, and that a courier carries. */
async function carried(orderId: string) {
  const dueAtMs = await startOnFastClock(world, orderId, wall, dueInMs);
  const deliveryId = `${orderId}-1`;
  const courier = await Courier.onShift(world);
  const { id } = await courier.offer();
  expect((await courier.post(`/v1/offers/${id}/accept`)).status).toBe(200);
  await courier.pickUp(deliveryId);
  return { deliveryId, courier, dueAtMs };
}

const pastDue = (dueAtMs: number) =>
  waitFor('the promise to be overdue', () => Promise.resolve(Date.now() > dueAtMs ? true : undefined));

async function dropOff(courier: Courier, deliveryId: string): Promise<void> {
  const proof = { kind: 'photo', value: 'ph_1' };
  expect((await courier.post(`/v1/deliveries/${deliveryId}/dropoff`, { proof })).status).toBe(200);
}

/** Brings what waits in the outbox to Temporal, as a relay does whose workflow worker is not there. */
async function relayWithoutWorker(): Promise<void> {
  const { database, temporal, config } = world;
  const relay = new Relay({
    db: database.pool,
    client: temporal,
    taskQueue: config.temporal.taskQueue,
    notifications: createFacade(config.partners).notifications,
    logger: pino({ level: 'silent' }),
  });
  relay.start();
  await waitFor('the outbox to be empty', async () => {
    const { rows } = await database.pool.query('SELECT 1 FROM outbox WHERE delivered_at IS NULL LIMIT 1');
    return rows.length === 0 ? true : undefined;
  });
  await relay.stop();
}

/** What became of the promise, with whoever was told and paid. */
async function outcome(orderId: string) {
  await shipmentEnds(world, `${orderId}-1`, 'delivered');
  const { rows } = await world.database.pool.query<{ missed: boolean; kinds: string[] }>(
    `SELECT missed_at IS NOT NULL AS missed, (SELECT array_agg(kind ORDER BY id) FROM delivery_events
       WHERE delivery_id = d.id AND kind IN ('missed', 'delivered')) AS kinds FROM deliveries d WHERE id = $1`,
    [`${orderId}-1`],
  );
  const { items } = await world.simulator.effects({ referencePrefix: orderId });
  const refunds = items.filter(({ operation }) => operation === 'refund').map(({ amountCents }) => amountCents);
  return { ...rows[0], refunds };
}

const toldOnce = (orderId: string) =>
  waitFor('the customer to be told', async () => {
    const { messages } = await world.simulator.summary(orderId);
    return messages['promiseMissed'] === 1 ? true : undefined;
  });

test('a promise that was missed while no worker was up is told and paid back, though the drop-off is seen first', async () => {
  const { deliveryId, courier, dueAtMs } = await carried('ord_down');
  await world.stopWorker();
  await pastDue(dueAtMs);
  await dropOff(courier, deliveryId);
  await relayWithoutWorker(); // timer and drop-off are in one task now
  await world.startWorker();
  const result: unknown = await world.temporal.workflow.getHandle(deliveryWorkflowId(deliveryId)).result();
  expect(result).toMatchObject({ end: 'delivered', missed: true });
  expect(await outcome('ord_down')).toEqual({ missed: true, kinds: ['missed', 'delivered'], refunds: [499, 300] });
  await toldOnce('ord_down');
  await courier.endShift();
});

test('a drop-off in time is no missed promise, though no worker was up to see either', async () => {
  const { deliveryId, courier, dueAtMs } = await carried('ord_intime');
  await world.stopWorker();
  await dropOff(courier, deliveryId);
  const { rows } = await world.database.pool.query('SELECT ended_at FROM deliveries WHERE id = $1', [deliveryId]);
  const wasInTime = (rows[0].ended_at as Date).getTime() <= dueAtMs; // a machine may be slower than the promise
  await pastDue(dueAtMs);
  await world.startWorker(); // the relay comes after the timer here
  const result: unknown = await world.temporal.workflow.getHandle(deliveryWorkflowId(deliveryId)).result();
  expect(result).toMatchObject({ end: 'delivered', missed: !wasInTime });
  const kinds = wasInTime ? ['delivered'] : ['missed', 'delivered'];
  expect(await outcome('ord_intime')).toEqual({ missed: !wasInTime, kinds, refunds: wasInTime ? [] : [499, 300] });
  await courier.endShift();
});

test('an order that is carried at its due time is told of once, and waits for its end without a failed task', async () => {
  const { deliveryId, courier } = await carried('ord_carried');
  await toldOnce('ord_carried');
  const handle = world.temporal.workflow.getHandle(deliveryWorkflowId(deliveryId));
  await dropOff(courier, deliveryId);
  expect(await handle.result()).toMatchObject({ end: 'delivered', missed: true });
  const { events } = await handle.fetchHistory();
  expect(events?.some((event) => event.workflowTaskFailedEventAttributes)).toBe(false);
  expect(await outcome('ord_carried')).toEqual({ missed: true, kinds: ['missed', 'delivered'], refunds: [499, 300] });
  await courier.endShift();
});

/** Of Temporal's `ResetReapplyExcludeType`: signals are not given to the new run. */
const withoutSignals = [1];

test('a delivery that is reset after its end finds what its row says, and neither tells nor pays twice', async () => {
  const workflowId = deliveryWorkflowId('ord_carried-1');
  const handle = world.temporal.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const before = await outcome('ord_carried');
  const { events } = await handle.fetchHistory();
  const points = (events ?? []).filter((event) => event.workflowTaskCompletedEventAttributes);
  expect(points.length).toBeGreaterThan(2);
  // The last one lies behind all deadlines: without its signals, that run looks at the row within the hour.
  for (const exclude of [[], withoutSignals]) {
    for (const point of exclude.length === 0 ? points : points.slice(0, 1)) {
      const { runId: newRun } = await world.temporal.workflowService.resetWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId, runId },
        workflowTaskFinishEventId: point.eventId ?? null,
        requestId: randomUUID(),
        reason: 'test',
        resetReapplyExcludeTypes: exclude,
      });
      const result: unknown = await world.temporal.workflow.getHandle(workflowId, newRun).result();
      expect(result).toMatchObject({ end: 'delivered', missed: true });
    }
  }
  expect(await outcome('ord_carried')).toEqual(before);
  await toldOnce('ord_carried');
});
