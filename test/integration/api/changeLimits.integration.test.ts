import pino from 'pino';
import { createApi, listen, type Listening } from '#api/server';
import { Customer, call, type Answer } from '#test/support/customer';
import { FakeReads } from '#test/support/facadeReads';
import { patiently } from '#test/support/patiently';
import { toyProgram } from '#test/support/toyProgram';
import { World } from '#test/support/world';

const limits = { changesPerMinute: 4, changesPerDay: 10 };
let world: World;
let apis: Listening[];
/** What all processes of the API take for now. */
let nowMs = Date.now();

beforeAll(async () => {
  world = await World.open({ title: 'change limits', programs: [toyProgram({ limits })] });
  const { database, temporal, config } = world;
  const settings = { jwtSecret: config.api.jwtSecret, webhookSecret: config.partners.webhookSecret, testClocks: true };
  const parts = { db: database.pool, temporal, taskQueue: config.temporal.taskQueue, facadeReads: new FakeReads() };
  const open = () =>
    listen(createApi({ ...parts, settings, logger: pino({ level: 'silent' }), clock: () => nowMs }), {
      host: '127.0.0.1',
      port: 0,
    });
  apis = [await open(), await open()];
});
afterAll(async () => {
  for (const api of apis) await api.close();
  await world.close();
});

interface Change {
  method?: string;
  path?: string;
  body?: unknown;
  key?: string;
  token?: string;
}

/** One change, by one of the processes in turn; with the same key again while the machine is too busy. */
let turn = 0;
function change(
  customer: Customer,
  { method = 'POST', path = '', body = {}, token, ...more }: Change,
): Promise<Answer> {
  const { key = `change-${turn}` } = more;
  const there = `/v1/subscriptions/${customer.subscriptionId}${path}`;
  const next = () => ({ apiUrl: apis[turn++ % apis.length]!.url });
  return patiently(() => call(next(), token ?? customer.token, method, there, body, key));
}

let wishes = 0;
const wish = (customer: Customer, options: Change = {}) => {
  const body = { ageYears: wishes++ % 100, likes: [], dislikes: [] };
  return change(customer, { method: 'PATCH', path: '/preferences', body, ...options });
};

async function newCustomer(): Promise<Customer> {
  const customer = await Customer.signUp(world);
  await customer.opened(1);
  return customer;
}

/** Makes changes until there is no token left for the minute. */
async function emptied(customer: Customer): Promise<Customer> {
  for (let n = 0; n < limits.changesPerMinute; n++) expect((await wish(customer)).status).toBe(200);
  return customer;
}

async function revisionOf({ subscriptionId }: Customer): Promise<number> {
  const sql = 'SELECT revision FROM subscriptions WHERE id = $1';
  return (await world.database.pool.query<{ revision: number }>(sql, [subscriptionId])).rows[0]!.revision;
}
const statusesOf = (answers: Answer[]) => answers.map(({ status }) => status).toSorted((a, b) => a - b);
const secondsOf = ({ headers }: Answer) => Number(headers.get('retry-after'));
const keysOf = async () => (await world.database.pool.query('SELECT FROM idempotency_keys')).rowCount;

test('one change too many is a 429 that changes nothing, keeps nothing, and says when there is another', async () => {
  const customer = await emptied(await newCustomer());
  const [revision, keys] = [await revisionOf(customer), await keysOf()];
  const body = { ageYears: 7, likes: [], dislikes: [] };
  const refused = await wish(customer, { body, key: 'too-many' });
  expect([refused.status, refused.body]).toMatchObject([
    429,
    { type: 'urn:everbox:problem:TooManyChanges', rule: 'changesPerMinute', limit: 4 },
  ]);
  expect(secondsOf(refused)).toBe(15);
  expect([await revisionOf(customer), await keysOf()]).toEqual([revision, keys]);
  nowMs += secondsOf(refused) * 1_000 - 1;
  expect((await wish(customer, { body, key: 'too-many' })).status).toBe(429);
  expect((await wish(await newCustomer())).status).toBe(200); // another customer has a limit of their own
  nowMs += 1;
  // The key is free: with another body, it is not that of another request.
  const taken = await wish(customer, { body: { ...body, ageYears: 8 }, key: 'too-many' });
  expect([taken.status, taken.body]).toMatchObject([200, { revision: revision + 1, preferences: { ageYears: 8 } }]);
});

test('a day has its limit too', async () => {
  const customer = await newCustomer();
  for (let n = 0; n < limits.changesPerDay; n++) {
    expect((await wish(customer)).status).toBe(200);
    nowMs += 15_000;
  }
  const refused = await wish(customer);
  expect([refused.status, refused.body.rule]).toEqual([429, 'changesPerDay']);
  nowMs += secondsOf(refused) * 1_000;
  expect(statusesOf([await wish(customer), await wish(customer)])).toEqual([200, 429]);
});

test('changes and twins at once: as many are taken as there are tokens, and twins count once', async () => {
  const customer = await newCustomer();
  const before = await revisionOf(customer);
  const many = await Promise.all(Array.from({ length: 12 }, () => wish(customer)));
  expect(statusesOf(many)).toEqual([...Array(4).fill(200), ...Array(8).fill(429)]);
  const body = { ageYears: 3, likes: [], dislikes: [] };
  const twins = () => Promise.all(Array.from({ length: 8 }, () => wish(customer, { body, key: 'twin' })));
  expect(statusesOf(await twins())).toEqual(Array(8).fill(429));
  nowMs += 30_000; // two tokens
  expect(statusesOf(await twins())).toEqual(Array(8).fill(200));
  expect((await wish(customer)).status).toBe(200);
  expect((await wish(customer)).status).toBe(429);
  expect(await revisionOf(customer)).toBe(before + 6);
});

test('a retry is free, also of a change whose answer was lost', async () => {
  const customer = await newCustomer();
  const sent = { body: { ageYears: 4, likes: [], dislikes: [] }, key: 'first' };
  const first = await wish(customer, sent);
  for (let n = 1; n < limits.changesPerMinute; n++) await wish(customer);
  expect((await wish(customer)).status).toBe(429);
  const again = await wish(customer, sent);
  expect([again.status, again.headers.get('idempotent-replay'), again.body]).toEqual([200, 'true', first.body]);
  // As if the API had died between the update and the record of its answer.
  await world.database.pool.query(`UPDATE idempotency_keys SET status = NULL WHERE key = 'first'`);
  const lost = await wish(customer, sent);
  expect([lost.status, lost.body]).toEqual([200, first.body]);
});

test('what spares a customer a charge is always taken; operators change what they must', async () => {
  const customer = await emptied(await newCustomer());
  const token = await world.token('operator', 'ops');
  expect((await wish(customer, { token })).status).toBe(200);
  expect((await change(customer, { path: '/cycles/1/skip' })).status).toBe(200);
  expect((await change(customer, { path: '/cycles/1/unskip' })).status).toBe(429);
  expect((await change(customer, { path: '/pause' })).status).toBe(200);
  expect((await change(customer, { path: '/resume' })).status).toBe(429);
  const cancelled = await change(customer, { path: '/cancel', body: { reason: 'enough' } });
  expect([cancelled.status, cancelled.body.status]).toEqual([200, 'cancelled']);
});
