import { randomUUID } from 'node:crypto';
import { surveyIdOf, surveyWorkflowId } from '../../../domain/ids';
import type { SurveyRule } from '../../../domain/survey/types';
import { call, Customer } from '../../support/customer';
import { toyProgram } from '../../support/toyProgram';
import { waitFor } from '../../support/waitFor';
import { World } from '../../support/world';

const questions: SurveyRule['questions'] = [{ id: 'stars', title: 'How good?', kind: 'scale', min: 1, max: 5 }];
const surveys: SurveyRule[] = [
  { id: 'third-box', title: 'Three boxes', when: { afterBox: 3 }, delayHours: 24, questions },
  { id: 'goodbye', title: 'Why?', when: { onCancel: true }, delayHours: 24, questions },
  { id: 'welcome', title: 'Welcome', when: { daysAfterSignUp: 300 }, delayHours: 0, questions },
];

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'survey', programs: [toyProgram({ surveys })] });
});
afterAll(() => world.close());

const idOf = (customer: Customer, surveyId: string): string => surveyIdOf(customer.subscriptionId, surveyId);
const workflowOf = (customer: Customer, surveyId: string) =>
  world.temporal.workflow.getHandle(surveyWorkflowId(customer.subscriptionId, surveyId));

async function stateOf(customer: Customer, surveyId: string): Promise<string | undefined> {
  const { rows } = await world.database.pool.query('SELECT state FROM surveys WHERE id = $1', [
    idOf(customer, surveyId),
  ]);
  return rows[0]?.state as string | undefined;
}

const put = (customer: Customer, path: string, body: unknown) => call(world, customer.token, 'PUT', path, body);

/** The result, once the relay has started it. */
async function resultOf(customer: Customer, surveyId: string): Promise<unknown> {
  await waitFor(`the start of ${surveyId}`, async () => {
    const { rows } = await world.database.pool.query(
      `SELECT FROM outbox WHERE kind = 'startSurvey' AND payload ->> 'id' = $1 AND delivered_at IS NOT NULL`,
      [idOf(customer, surveyId)],
    );
    return rows.length > 0 ? true : undefined;
  });
  return workflowOf(customer, surveyId).result();
}

/** Requests of this survey that reached the partner. */
async function requestsFor(customer: Customer, surveyId: string): Promise<number> {
  const { messages } = await world.simulator.summary(idOf(customer, surveyId));
  return messages['surveyRequest'] ?? 0;
}

test('after the third box, and not before, the customer is asked once, and answers', async () => {
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.signUp(world, { testClockId, planId: 'weekly' });
  await customer.shipmentIn(2, 'delivered', 'done');
  expect(await stateOf(customer, 'third-box')).toBeUndefined();
  await customer.shipmentIn(3, 'delivered', 'done');
  expect(await resultOf(customer, 'third-box')).toBe('sent');
  await waitFor('the message', async () => ((await requestsFor(customer, 'third-box')) === 1 ? true : undefined));

  // However often the workflow is reset or the relay repeats itself, that was the one message.
  const { runId } = await workflowOf(customer, 'third-box').describe();
  const { events } = await workflowOf(customer, 'third-box').fetchHistory();
  for (const event of (events ?? []).filter((each) => each.workflowTaskCompletedEventAttributes)) {
    const { runId: newRun } = await world.temporal.workflowService.resetWorkflowExecution({
      namespace: 'default',
      workflowExecution: { workflowId: surveyWorkflowId(customer.subscriptionId, 'third-box'), runId },
      workflowTaskFinishEventId: Number(event.eventId) as never,
      requestId: randomUUID(),
      reason: 'test',
    });
    const { workflowId } = workflowOf(customer, 'third-box');
    expect(await world.temporal.workflow.getHandle(workflowId, newRun).result()).toBe('sent');
  }
  const startRow = `kind = 'startSurvey' AND payload ->> 'id' = '${idOf(customer, 'third-box')}'`;
  const { pool } = world.database;
  await pool.query(`UPDATE outbox SET delivered_at = NULL WHERE ${startRow}`);
  await waitFor('the repeat', async () => {
    const { rows } = await pool.query(`SELECT FROM outbox WHERE ${startRow} AND delivered_at IS NULL`);
    return rows.length === 0 ? true : undefined;
  });
  const { rows } = await pool.query(
    `SELECT FROM outbox WHERE payload ->> 'template' = 'surveyRequest' AND payload ->> 'reference' = $1`,
    [idOf(customer, 'third-box')],
  );
  expect(rows).toHaveLength(1);
  expect(await requestsFor(customer, 'third-box')).toBe(1);

  const path = `/v1/surveys/${idOf(customer, 'third-box')}/answers`;
  const answer = await call(world, customer.token, 'POST', path, { answers: { stars: 5 } });
  expect([answer.status, answer.body.state]).toEqual([201, 'answered']);
  await customer.post('/cancel', {});
});

test('who opts out between the start and the timer is not asked', async () => {
  const testClockId = await world.testClock(10_000); // a day in 8.6 s: there is time to opt out
  const customer = await Customer.signUp(world, { testClockId });
  await customer.opened(1);
  await customer.post('/cancel', { reason: 'too many toys' });
  await waitFor('the survey', async () => ((await stateOf(customer, 'goodbye')) === 'scheduled' ? true : undefined));
  expect((await put(customer, '/v1/me/surveys', { optedOut: true })).status).toBe(200);
  expect(await resultOf(customer, 'goodbye')).toBe('withheld');
  // Opting in again brings nothing back that was due before.
  await put(customer, '/v1/me/surveys', { optedOut: false });
  expect(await stateOf(customer, 'goodbye')).toBe('withheld');
  expect(await requestsFor(customer, 'goodbye')).toBe(0);
});

test('who cancels is asked why, once, though the cancel and the end of its cycle both tell of it', async () => {
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.signUp(world, { testClockId });
  await customer.opened(1);
  await customer.post('/cancel', {});
  expect(await resultOf(customer, 'goodbye')).toBe('sent');
  await waitFor('the message', async () => ((await requestsFor(customer, 'goodbye')) === 1 ? true : undefined));
  expect(await stateOf(customer, 'third-box')).toBeUndefined();
});

test('an erasure ends a survey that waits, sweeps, and stops no box', async () => {
  const testClockId = await world.testClock(20_000);
  const customer = await Customer.signUp(world, { testClockId });
  await customer.opened(1);
  await waitFor('its start', async () => {
    const { status } = await workflowOf(customer, 'welcome').describe();
    return status.name === 'RUNNING' ? true : undefined;
  });
  const { status } = await call(world, customer.token, 'DELETE', '/v1/me/profile');
  expect(status).toBe(200);
  expect(await resultOf(customer, 'welcome')).toBe('erased'); // some 300 business days early
  expect(await stateOf(customer, 'welcome')).toBe('erased');
  const { status: cycle } = await customer.closed(1);
  expect(cycle).toBe('shipped');
  await customer.shipmentIn(1, 'delivered', 'done');
  const { rows } = await world.database.pool.query('SELECT FROM events WHERE customer_id = $1', [customer.id]);
  expect(rows).toEqual([]);
  await customer.post('/cancel', {});
});

test('the rest of an erasure waits until nothing can be on its way in, then deletes it', async () => {
  const { pool } = world.database;
  const erasedAtMs = Date.now() - 5 * 60_000;
  await pool.query('INSERT INTO erasures (customer_id, erased_at) VALUES ($1, $2)', ['cus_late', new Date(erasedAtMs)]);
  await pool.query(
    `INSERT INTO events (occurred_on, id, kind, customer_id, occurred_at, received_at)
     SELECT event_day(at), 'late', 'view', 'cus_late', at, at FROM (SELECT $1::timestamptz + interval '1 second' AS at) AS t`,
    [new Date(erasedAtMs)],
  );
  await pool.query(`INSERT INTO outbox (kind, payload) VALUES ('eraseCustomer', $1)`, [
    JSON.stringify({ customerId: 'cus_late', erasedAtMs }),
  ]);
  await waitFor('the sweep', async () => {
    const { rows } = await pool.query(`SELECT FROM erasures WHERE customer_id = 'cus_late' AND swept_at IS NOT NULL`);
    return rows.length === 1 ? true : undefined;
  });
  const { rows } = await pool.query(`SELECT FROM events WHERE customer_id = 'cus_late'`);
  expect(rows).toEqual([]);
});
