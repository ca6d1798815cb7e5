import { randomBytes } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pino from 'pino';
import { createApi, listen, type Listening } from '#api/server';
import { createPool, type Database } from '#db/pool';
import { testTemporalAddress } from '#test/support/database';
import { FakeReads } from '#test/support/facadeReads';
import { signUp } from './fixtures';
import { address, ApiRig, type Json, jwtSecret, signUpBody, tokenFor, webhookSecret } from './rig';

/** A port on which nothing listens: reserved, and never given to anybody. */
const nowhere = '127.0.0.1:1';

const settings = { jwtSecret, webhookSecret, testClocks: false };
const logger = pino({ level: 'silent' });

interface Broken {
  api: Listening;
  close: () => Promise<void>;
}

async function serve(db: Database, connection: Connection): Promise<Broken> {
  const temporal = new Client({ connection });
  const taskQueue = `outage-${randomBytes(6).toString('hex')}`;
  const facadeReads = new FakeReads();
  const app = createApi({ db, temporal, taskQueue, facadeReads, settings, logger });
  const api = await listen(app, { host: '127.0.0.1', port: 0 });
  return {
    api,
    close: async () => {
      await api.close();
      await connection.close();
    },
  };
}

async function ask({ api }: Broken, method: string, path: string, body?: unknown, key = 'outage') {
  const response = await fetch(`${api.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await tokenFor('customer', 'cus_1')}`,
      'idempotency-key': key,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json, headers: response.headers };
}

function expectUnavailable({ status, body, headers }: Awaited<ReturnType<typeof ask>>): void {
  expect([status, body.type]).toEqual([503, 'urn:everbox:problem:Unavailable']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(JSON.stringify(body)).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|at .*\.ts/);
}

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

test('without Postgres, requests are told to come back', async () => {
  const db = createPool(`postgres://nobody:nothing@${nowhere}/none`);
  const broken = await serve(db, await Connection.connect({ address: testTemporalAddress() }));
  try {
    expectUnavailable(await ask(broken, 'GET', '/v1/programs'));
    const signUpAnswer = await ask(broken, 'POST', '/v1/subscriptions', signUpBody());
    expectUnavailable(signUpAnswer);
    // Whether the key was sent before stands in the database that does not answer.
    expect(signUpAnswer.body).toMatchObject({
      detail: expect.stringMatching(/this request changed nothing; if it was sent before, it may have been taken/),
      mayHaveBeenTaken: true,
    });
    const erasure = await ask(broken, 'DELETE', '/v1/me/profile');
    expect(erasure.body).toMatchObject({
      detail: 'the database does not answer; nothing was changed',
      mayHaveBeenTaken: false,
    });
    const ready = await ask(broken, 'GET', '/readyz');
    expectUnavailable(ready);
    expect(ready.body.detail).toBe('postgres is down, temporal is up');
    expect((await ask(broken, 'GET', '/healthz')).status).toBe(200);
  } finally {
    await broken.close();
    await db.end();
  }
});

test('without Temporal, sign-ups and reads go on and commands are told to come back', async () => {
  const id = await signUp(rig);
  // Without the client's own retries, which would still be trying when the connection is closed.
  const connection = Connection.lazy({ address: nowhere, interceptors: [] });
  const broken = await serve(rig.database.pool, connection);
  try {
    expect((await ask(broken, 'POST', '/v1/subscriptions', signUpBody())).status).toBe(201);
    expect((await ask(broken, 'GET', `/v1/subscriptions/${id}`)).status).toBe(200);
    const staged = await rig.count('addresses');
    expectUnavailable(await ask(broken, 'POST', `/v1/subscriptions/${id}/pause`));
    expectUnavailable(await ask(broken, 'PATCH', `/v1/subscriptions/${id}/address`, address));
    expect(await rig.count('addresses')).toBe(staged);
    expect((await ask(broken, 'GET', '/readyz')).body.detail).toBe('postgres is up, temporal is down');
  } finally {
    await broken.close();
  }
});

test('without a worker, a command is told to come back, and the same key still works later', async () => {
  const id = await signUp(rig);
  const skip = () => rig.call('POST', `/v1/subscriptions/${id}/cycles/1/skip`, { role: 'customer', key: 'later' });
  for (const attempt of [await skip(), await skip()]) {
    expect([attempt.status, attempt.body.detail]).toEqual([503, 'no worker is up; nothing was changed']);
    expect(attempt.body.mayHaveBeenTaken).toBe(false);
  }
  // As if a process had died with that request in hand: it had sent it, or not.
  await rig.database.pool.query(`UPDATE idempotency_keys SET open_attempts = 1 WHERE key = 'later'`);
  for (const attempt of [await skip(), await skip()]) {
    const detail = 'no worker is up; it may have been taken; ask again with the same key';
    expect(attempt.body).toMatchObject({ detail, mayHaveBeenTaken: true });
  }
  expect(await rig.count('idempotency_keys', `key = 'later' AND status IS NOT NULL`)).toBe(0);
  const other = await rig.call('POST', `/v1/subscriptions/${id}/cancel`, { role: 'customer', key: 'later2', body: {} });
  expect(other.status).toBe(503);
  const reused = { role: 'customer', key: 'later2', body: { reason: 'another body' } } as const;
  // The update of the first request may still arrive, so its key stays with its body.
  expect((await rig.call('POST', `/v1/subscriptions/${id}/cancel`, reused)).status).toBe(422);
});

/** The pool, whose COMMITs are done and whose answers to them are lost with the connection. */
function losingCommits(pool: Database): Database {
  const losing = Object.create(pool) as Database;
  const connect = async () => {
    const client = await pool.connect();
    const query = async (text: string, values?: unknown[]) => {
      const answer = await client.query(text, values);
      if (text !== 'COMMIT') return answer;
      throw new Error('Connection terminated unexpectedly');
    };
    return Object.assign(Object.create(client), { query, release: () => client.release() });
  };
  return Object.assign(losing, { connect, query: pool.query.bind(pool) }); // a single statement takes its own way
}

test('a COMMIT whose answer is lost: it may have been taken, and the same key gives the answer', async () => {
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const broken = await serve(losingCommits(rig.database.pool), connection);
  try {
    const key = 'lost-commit';
    const before = await rig.count('subscriptions');
    const lost = await ask(broken, 'POST', '/v1/subscriptions', signUpBody(), key);
    expectUnavailable(lost);
    expect(lost.body).toMatchObject({
      detail: 'the database does not answer; it may have been taken; ask again with the same key',
      mayHaveBeenTaken: true,
    });
    const again = await rig.call('POST', '/v1/subscriptions', { role: 'customer', body: signUpBody(), key });
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, 'true']);
    expect(await rig.count('subscriptions')).toBe(before + 1);
    const optedOut = await ask(broken, 'PUT', '/v1/me/surveys', { optedOut: true });
    expect(optedOut.status).toBe(200); // one statement: it has no COMMIT of its own to lose
    const erased = await ask(broken, 'DELETE', '/v1/me/profile');
    expect(erased.body.detail).toBe('the database does not answer; it may have been taken; ask again');
  } finally {
    await broken.close();
  }
});

test('what we did wrong is a 500 that shows nothing of the inside', async () => {
  const id = await signUp(rig);
  await rig.database.pool.query('ALTER TABLE cycles RENAME TO cycles_gone');
  try {
    const { status, body } = await rig.call('GET', `/v1/subscriptions/${id}/cycles`, { role: 'customer' });
    expect([status, body.type]).toEqual([500, 'urn:everbox:problem:InternalError']);
    expect(JSON.stringify(body)).not.toMatch(/cycles|relation|SELECT/);
  } finally {
    await rig.database.pool.query('ALTER TABLE cycles_gone RENAME TO cycles');
  }
});

test('a test clock needs the setting', async () => {
  const closed = await ApiRig.open({ testClocks: false });
  try {
    const body = { programId: 'test-toys', speed: 10 };
    const answer = await closed.call('POST', '/v1/ops/test-clocks', { role: 'operator', body });
    expect([answer.status, answer.body.type]).toEqual([403, 'urn:everbox:problem:TestClocksDisabled']);
    expect(await closed.count('test_clocks')).toBe(0);
  } finally {
    await closed.close();
  }
});
