import { inTransaction } from '#db/pool';
import { startSurveysAfterDelivery } from '#db/surveys/surveyStarts';
import { wallClock } from '#domain/clock';
import { fitSurveyId } from '#domain/ids';
import { call } from '#test/support/customer';
import { Courier, order, type PlacedOrder } from '#test/support/oneHour';
import { SurveyOf } from '#test/support/surveyed';
import { waitFor } from '#test/support/waitFor';
import type { World } from '#test/support/world';
import { eventsOf, openOrders, program, surveysOf } from './orderRig';

let world: World;
let courier: Courier;
beforeAll(async () => {
  ({ world, courier } = await openOrders());
});
afterAll(() => world.close());

interface Surveyed {
  surveyId: string;
  responseRate: { value: number };
}

const surveyOf = ({ orderId, token }: PlacedOrder, surveyId: string): SurveyOf =>
  new SurveyOf(world, { subscriptionId: orderId, token }, surveyId);

test('a single order is asked about once, by the program and by its size, and the answers are events', async () => {
  const placed = await order(world);
  const { customerId, orderId, deliveryId } = placed;
  await courier.deliver(deliveryId);
  const [first, fit] = [surveyOf(placed, 'first-order'), surveyOf(placed, fitSurveyId(1))];
  for (const survey of [first, fit]) {
    expect(await survey.result()).toBe('sent');
    await survey.reached();
    expect(new Set(await survey.resetEverywhere())).toEqual(new Set(['sent']));
    await survey.startAgain();
    expect([await survey.queued(), await survey.requests()]).toEqual([1, 1]);
  }
  expect(await surveysOf(world, customerId)).toEqual([`${orderId} first-order`, `${orderId} fit_1`]); // and no first-box

  const stranger = await world.token('customer', 'cus_stranger');
  expect((await fit.get(stranger)).status).toBe(404);
  expect((await fit.answer({ fit: 'good' }, stranger)).status).toBe(404);
  expect((await fit.get()).body).toMatchObject({ title: 'Does it fit? Toy number 1, M', subscriptionId: orderId });
  expect((await fit.answer({ fit: 'tooLarge' })).status).toBe(201);
  expect((await first.answer({ stars: 4 })).status).toBe(201);
  expect((await first.answer({ stars: 5 })).body.type).toBe('urn:everbox:problem:AlreadyAnswered');
  const about = { subscription_id: null, sku: 'toy-01' };
  expect(await eventsOf(world, customerId, 'fit')).toEqual([
    { ...about, data: { shipmentId: deliveryId, fit: 'tooLarge' } },
  ]);
  expect(await eventsOf(world, customerId, 'surveyAnswer')).toEqual(
    expect.arrayContaining([
      { ...about, sku: null, data: { surveyId: 'first-order', answers: { stars: 4 } } },
      { ...about, data: { surveyId: 'fit_1', answers: { fit: 'tooLarge' } } },
    ]),
  );
  const operator = await world.token('operator', 'ops');
  const metrics = async (by: string) =>
    (await call(world, operator, 'GET', `/v1/ops/metrics?programId=${program.id}&groupBy=${by}`)).body.groups;
  const [ofMonth] = await metrics('month');
  expect(ofMonth.surveys.map(({ surveyId, responseRate }: Surveyed) => [surveyId, responseRate.value])).toEqual([
    ['first-order', 1],
    ['fit', 1],
  ]);
  expect(await metrics('plan')).toEqual([]); // an order has none
});

test('what came by a single order is rated, corrected and sent back, as a box is', async () => {
  const { customerId, token, deliveryId } = await order(world);
  const send = (method: string, path: string, body: object, by = token) =>
    call(world, by, method, `/v1/shipments/${deliveryId}/${path}`, body);
  await waitFor('its shipment', async () => {
    const { status } = await call(world, token, 'GET', `/v1/shipments/${deliveryId}`);
    return status === 200 ? true : undefined;
  });
  for (const [path, body] of [
    ['ratings', { stars: 1 }],
    ['returns', { reason: 'tooSmall' }],
  ] as const) {
    expect((await send('POST', path, body)).body.type).toBe('urn:everbox:problem:NotDelivered');
  }
  await courier.deliver(deliveryId);
  const stranger = await world.token('customer', 'cus_stranger');
  expect((await send('POST', 'ratings', { stars: 1 }, stranger)).status).toBe(404);
  expect((await send('POST', 'returns', { reason: 'tooSmall' }, stranger)).status).toBe(404);

  expect((await send('POST', 'ratings', { stars: 2 })).status).toBe(201);
  expect((await send('PATCH', 'ratings', { stars: 3, comment: null })).status).toBe(200);
  expect((await send('POST', 'returns', { reason: 'tooSmall' })).status).toBe(201);
  expect((await send('POST', 'returns', { reason: 'tooSmall' })).body.type).toBe('urn:everbox:problem:AlreadyReturned');
  const about = { subscription_id: null, sku: 'toy-01' };
  expect(await eventsOf(world, customerId, 'rate')).toEqual([{ ...about, data: { shipmentId: deliveryId, stars: 3 } }]);
  expect(await eventsOf(world, customerId, 'return')).toEqual([
    { ...about, data: { shipmentId: deliveryId, reason: 'tooSmall' } },
  ]);
});

test('the second order leads to its own survey, which an erasure ends', async () => {
  const first = await order(world, 'toy-02');
  await courier.deliver(first.deliveryId);
  const second = await order(world, 'toy-02', first.customerId);
  await courier.deliver(second.deliveryId);
  const due = surveyOf(first, 'second-order');
  await waitFor('its timer', async () => {
    const { status } = await due.handle().describe();
    return status.name === 'RUNNING' ? true : undefined;
  });
  // Both stand with the first order; a toy without a size is asked about no fit.
  const expected = [`${first.orderId} first-order`, `${first.orderId} second-order`];
  expect(await surveysOf(world, first.customerId)).toEqual(expected);
  const { rows } = await world.database.pool.query(
    `SELECT v.due_at - s.delivered_at = '24 hours' AS "isOnTime" FROM surveys v, shipments s WHERE v.id = $1 AND s.id = $2`,
    [due.id, second.deliveryId],
  );
  expect(rows).toEqual([{ isOnTime: true }]);

  expect((await call(world, first.token, 'DELETE', '/v1/me/profile')).status).toBe(200);
  expect(await due.result()).toBe('erased');
  expect([await due.state(), await due.queued()]).toEqual(['erased', 0]);
});

test('who opted out is not asked, neither by the program nor about the size', async () => {
  const placed = await order(world);
  expect((await call(world, placed.token, 'PUT', '/v1/me/surveys', { optedOut: true })).status).toBe(200);
  await courier.deliver(placed.deliveryId);
  for (const survey of [surveyOf(placed, 'first-order'), surveyOf(placed, fitSurveyId(1))]) {
    expect(await survey.result()).toBe('withheld');
    expect([await survey.queued(), await survey.requests()]).toEqual([0, 0]);
    expect((await survey.get()).status).toBe(404);
  }
});

test('of two orders that arrive at once one is the first and one the second', async () => {
  const { pool } = world.database;
  const another = await Courier.onShift(world); // one alone has no room for two more in this quarter of an hour
  const one = await order(world, 'toy-02');
  const other = await order(world, 'toy-02', one.customerId);
  for (const each of [courier, another]) await each.endShift(); // they arrive by the test's own hand
  const arrive = async ({ orderId, customerId, deliveryId }: PlacedOrder) => {
    const nowMs = Date.now();
    await inTransaction(pool, async (tx) => {
      await tx.query('UPDATE shipments SET delivered_at = now() WHERE id = $1', [deliveryId]);
      const of = { subscriptionId: orderId, customerId, programId: program.id, clock: wallClock };
      await startSurveysAfterDelivery(tx, of, nowMs);
    });
  };
  await waitFor('their shipments', async () => {
    const { rows } = await pool.query('SELECT FROM shipments WHERE customer_id = $1', [one.customerId]);
    return rows.length === 2 ? true : undefined;
  });
  await Promise.all([arrive(one), arrive(other), arrive(one), arrive(other)]);
  expect(await surveysOf(world, one.customerId)).toEqual([`${one.orderId} first-order`, `${one.orderId} second-order`]);
});
