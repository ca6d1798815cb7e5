import type { SurveyRule } from '#domain/survey/types';
import { call, Customer } from '#test/support/customer';
import { SurveyOf } from '#test/support/surveyed';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

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

const surveyOf = (customer: Customer, surveyId: string): SurveyOf => new SurveyOf(world, customer, surveyId);
const put = (customer: Customer, path: string, body: unknown) => call(world, customer.token, 'PUT', path, body);

test('after the third box, and not before, the customer is asked once, and answers', async () => {
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.signUp(world, { testClockId, planId: 'weekly' });
  const thirdBox = surveyOf(customer, 'third-box');
  await customer.shipmentIn(2, 'delivered', 'done');
  expect(await thirdBox.state()).toBeUndefined();
  await customer.shipmentIn(3, 'delivered', 'done');
  expect(await thirdBox.result()).toBe('sent');
  await thirdBox.reached();

  // However often the workflow is reset or the relay repeats itself, that was the one message.
  expect(new Set(await thirdBox.resetEverywhere())).toEqual(new Set(['sent']));
  await thirdBox.startAgain();
  expect([await thirdBox.queued(), await thirdBox.requests()]).toEqual([1, 1]);

  const answer = await thirdBox.answer({ stars: 5 });
  expect([answer.status, answer.body.state]).toEqual([201, 'answered']);
  await customer.post('/cancel', {});
});

test('who opts out between the start and the timer is not asked', async () => {
  const testClockId = await world.testClock(10_000); // a day in 8.6 s: there is time to opt out
  const customer = await Customer.signUp(world, { testClockId });
  const goodbye = surveyOf(customer, 'goodbye');
  await customer.opened(1);
  await customer.post('/cancel', { reason: 'too many toys' });
  await goodbye.scheduled();
  expect((await put(customer, '/v1/me/surveys', { optedOut: true })).status).toBe(200);
  expect(await goodbye.result()).toBe('withheld');
  // Opting in again brings nothing back that was due before.
  await put(customer, '/v1/me/surveys', { optedOut: false });
  expect(await goodbye.state()).toBe('withheld');
  expect(await goodbye.requests()).toBe(0);
});

test('who cancels is asked why, once, though the cancel and the end of its cycle both tell of it', async () => {
  const testClockId = await world.testClock(200_000);
  const customer = await Customer.signUp(world, { testClockId });
  const goodbye = surveyOf(customer, 'goodbye');
  await customer.opened(1);
  await customer.post('/cancel', {});
  expect(await goodbye.result()).toBe('sent');
  await goodbye.reached();
  expect(await goodbye.requests()).toBe(1);
  expect(await surveyOf(customer, 'third-box').state()).toBeUndefined();
});

test('an erasure ends a survey that waits, sweeps, and stops no box', async () => {
  const testClockId = await world.testClock(20_000);
  const customer = await Customer.signUp(world, { testClockId });
  const welcome = surveyOf(customer, 'welcome');
  await customer.opened(1);
  await waitFor('its start', async () => {
    const { status } = await welcome.handle().describe();
    return status.name === 'RUNNING' ? true : undefined;
  });
  const { status } = await call(world, customer.token, 'DELETE', '/v1/me/profile');
  expect(status).toBe(200);
  expect(await welcome.result()).toBe('erased'); // some 300 business days early
  expect(await welcome.state()).toBe('erased');
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
