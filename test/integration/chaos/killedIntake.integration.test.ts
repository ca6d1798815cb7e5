import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { issueToken } from '#api/http/auth/tokens';
import { migrate } from '#db/migrate';
import { parseConfig } from '#workers/config';
import { repositoryRoot } from '#workers/paths';
import { freePort } from '#dev/stack/ports';
import { type PostgresServer, startPostgres } from '#dev/stack/postgres';
import { exited } from '#dev/stack/osProcesses';
import { Watcher } from '#dev/stack/watcher';
import { testTemporalAddress } from '#test/support/database';
import { WorkerProcess } from '#test/support/workerProcess';

const secret = 'test-secret-of-at-least-32-characters';
const partners = ['PAYMENT', 'WAREHOUSE', 'CARRIER', 'NOTIFICATIONS', 'INVENTORY', 'TRANSPORTATION'];
const clients = 8;
const batchSize = 50;

let directory = '';
let postgresPort = 0;
let postgres: PostgresServer;
let api: WorkerProcess | undefined;
let apiUrl = '';
let config: ReturnType<typeof parseConfig>;
const watcher = new Watcher();

/** On disk, and made to survive a crash, other than the one that tests share. */
const runPostgres = (): Promise<PostgresServer> =>
  startPostgres({
    dataDirectory: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    port: postgresPort,
    password: 'killed-intake',
    durable: true,
    guardian: watcher,
  });

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'everbox-killed-'));
  postgresPort = await freePort();
  postgres = await runPostgres();
  await migrate(postgres.url, join(repositoryRoot(), 'db', 'migrations'));
  const apiPort = await freePort();
  apiUrl = `http://127.0.0.1:${apiPort}`;
  config = parseConfig({
    NODE_ENV: 'test',
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: testTemporalAddress(),
    EVERBOX_API_PORT: String(apiPort),
    EVERBOX_JWT_SECRET: secret,
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
    ...Object.fromEntries(partners.map((partner) => [`EVERBOX_${partner}_URL`, 'http://127.0.0.1:1'])),
  });
  api = await WorkerProcess.start(config, 'api');
}, 120_000);
afterAll(async () => {
  await api?.kill();
  await postgres.stop();
  watcher.close();
  await rm(directory, { recursive: true, force: true });
});

const stop = { now: false };
/** IDs of events that an answer has said are stored. */
const acknowledged: string[] = [];
const statuses = new Map<string, number>();

/** A client that follows the rules: what was not acknowledged is sent again, as it was. */
async function client(name: string): Promise<void> {
  const token = await issueToken({ role: 'customer', subject: name, secret, ttlSeconds: 3_600 });
  for (let n = 0; !stop.now; n++) {
    const events = Array.from({ length: batchSize }, (_, k) => ({
      id: `${name}-${n}-${k}`,
      kind: 'view',
      occurredAt: new Date().toISOString(),
      programId: 'stem-toys',
      sku: `toy-${k}`,
    }));
    // One bad event in each: it must neither keep the others out nor be kept twice.
    const body = JSON.stringify({ events: [...events, { id: `${name}-${n}-bad`, kind: 'dance' }] });
    while (!(await isTaken(body, token))) await new Promise((resolve) => setTimeout(resolve, 20));
    acknowledged.push(...events.map(({ id }) => id));
  }
}

async function isTaken(body: string, token: string): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(`${apiUrl}/v1/events`, { method: 'POST', headers, body }).catch(() => null);
  const status = answer === null ? 'none' : String(answer.status);
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const text = await answer?.text().catch(() => undefined);
  if (!answer || text === undefined) return false;
  if (answer.status !== 200) {
    expect([status, Number(answer.headers.get('retry-after')) > 0]).toEqual(['503', true]);
    return false;
  }
  const { accepted, duplicates, rejected } = JSON.parse(text);
  expect([accepted + duplicates, rejected.length]).toEqual([batchSize, 1]);
  return true;
}

const someMore = async (): Promise<void> => {
  const target = acknowledged.length + 20 * batchSize;
  while (acknowledged.length < target) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('kill -9 of the API and of Postgres in the middle: what was acknowledged is there, exactly once', async () => {
  const all = Promise.all(Array.from({ length: clients }, (_, n) => client(`cus_${n}`)));
  for (let round = 0; round < 2; round++) {
    await someMore();
    await api?.kill();
    api = await WorkerProcess.start(config, 'api');
    await someMore();
    postgres.child.kill('SIGKILL');
    await exited(postgres.child);
    postgres = await runPostgres();
  }
  await someMore();
  stop.now = true;
  await all;

  const database = new Client({ connectionString: postgres.url });
  await database.connect();
  const { rows } = await database.query<{ id: string }>('SELECT id FROM events');
  const dead = await database.query<{ count: number }>('SELECT count(*)::integer AS count FROM dead_events');
  await database.end();
  const stored = rows.map(({ id }) => id).sort();
  // Every batch was sent until it was acknowledged, so both are the same: none lost, none twice, none made up.
  expect(stored).toEqual(acknowledged.toSorted());
  expect(dead.rows[0]?.count).toBe(acknowledged.length / batchSize);
  // The kills hit: some requests had no answer, and some were told to come back.
  expect(statuses.get('none')).toBeGreaterThan(0);
  expect(statuses.get('503')).toBeGreaterThan(0);
}, 180_000);
