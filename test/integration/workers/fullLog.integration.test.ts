import { closeSync, openSync } from 'node:fs';
import { type Config, parseConfig } from '#workers/config';
import { freePort } from '#dev/stack/ports';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from '#test/support/database';
import { waitFor } from '#test/support/waitFor';
import { WorkerProcess } from '#test/support/workerProcess';

const secret = 'test-secret-of-at-least-32-characters';
const partners = ['PAYMENT', 'WAREHOUSE', 'CARRIER', 'NOTIFICATIONS', 'INVENTORY', 'TRANSPORTATION'];

let database: TestDatabase;
let config: Config;
/** A device on which every write fails as on a full disk. */
let full: number;
let api: WorkerProcess | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
  full = openSync('/dev/full', 'w');
  config = parseConfig({
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    TEMPORAL_ADDRESS: testTemporalAddress(),
    EVERBOX_TASK_QUEUE: 'full log',
    EVERBOX_API_PORT: String(await freePort()),
    EVERBOX_JWT_SECRET: secret,
    EVERBOX_PARTNER_API_KEY: secret,
    EVERBOX_WEBHOOK_SECRET: secret,
    ...Object.fromEntries(partners.map((partner) => [`EVERBOX_${partner}_PROVIDER`, 'dummy'])),
  });
});
afterAll(async () => {
  await api?.stop();
  closeSync(full);
  await database.drop();
});

test('a process goes on when nothing can be written to its log', async () => {
  // It logs that it is ready, and that it stops, as every process of ours does.
  api = await WorkerProcess.start(config, 'api', { log: full, logLevel: 'info' });
  const ready = async (): Promise<true | undefined> => {
    if (!api?.isRunning) throw new Error('the API has ended');
    const answer = await fetch(`http://127.0.0.1:${config.api.port}/readyz`);
    return answer.status === 200 ? true : undefined;
  };
  for (let asked = 0; asked < 20; asked++) expect(await waitFor('a ready API', ready)).toBe(true);
}, 120_000);
