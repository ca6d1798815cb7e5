import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';
import { repositoryRoot } from '../../../workers/paths';
import { acquireLock } from '../../../workers/stack/lock';
import { freePort } from '../../../workers/stack/ports';
import { stackFiles, writeAddresses } from '../../../workers/stack/runningStack';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from '../../support/database';
import { startEverbox, type TestProcess } from '../../support/processes';

jest.setTimeout(120_000);

let database: TestDatabase;
let directory: string;
let programFile: string;
const programId = 'published-by-a-test';
beforeAll(async () => {
  database = await createTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'everbox-publish-'));
  programFile = join(directory, `${programId}.yaml`);
  const club = readFileSync(join(repositoryRoot(), 'programs', 'coffee-club.yaml'), 'utf8');
  writeFileSync(programFile, club.replace(/^id: .*$/m, `id: ${programId}`));
});
afterAll(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

async function everbox(args: string[], more: Record<string, string | undefined>): Promise<TestProcess> {
  const process = startEverbox(args, {
    environment: {
      NODE_ENV: 'development',
      DATABASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      EVERBOX_DATA_DIR: join(directory, 'data'),
      EVERBOX_TASK_QUEUE: 'publish',
      ...more,
    },
  });
  await process.end();
  return process;
}

async function publishedIds(): Promise<string[]> {
  const { rows } = await database.pool.query<{ id: string }>('SELECT id FROM programs');
  return rows.map(({ id }) => id);
}

async function schedulesOfProgram(): Promise<string[]> {
  const connection = await Connection.connect({ address: testTemporalAddress() });
  const client = new Client({ connection });
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) if (scheduleId.includes(programId)) ids.push(scheduleId);
  for (const id of ids) await client.schedule.getHandle(id).delete();
  await connection.close();
  return ids;
}

describe('everbox program publish', () => {
  it('changes nothing unless files, Postgres and Temporal are all as they must be', async () => {
    const deaf = `127.0.0.1:${await freePort()}`;
    const bad = join(directory, 'bad.yaml');
    writeFileSync(bad, 'id: bad\n');
    const refusals: [string[], Record<string, string>, string][] = [
      [
        [programFile],
        {},
        'No stack is running: start Everbox first (npm start), or set DATABASE_URL and TEMPORAL_ADDRESS',
      ],
      [[programFile], { DATABASE_URL: database.url }, 'or set TEMPORAL_ADDRESS.'],
      [[programFile], { DATABASE_URL: database.url, TEMPORAL_ADDRESS: deaf }, `(${deaf}) does not answer`],
      [
        [programFile],
        { DATABASE_URL: database.url, TEMPORAL_ADDRESS: testTemporalAddress(), TEMPORAL_NAMESPACE: 'nowhere' },
        'has no namespace nowhere',
      ],
      [[programFile, bad], { DATABASE_URL: database.url, TEMPORAL_ADDRESS: testTemporalAddress() }, 'bad.yaml'],
      [
        [programFile, programFile],
        { DATABASE_URL: database.url, TEMPORAL_ADDRESS: testTemporalAddress() },
        `another file's`,
      ],
    ];
    for (const [files, servers, sentence] of refusals) {
      const refused = await everbox(['program', 'publish', ...files], servers);
      expect([refused.child.exitCode, refused.stderr]).toEqual([1, expect.stringContaining(sentence)]);
    }
    expect(await publishedIds()).not.toContain(programId);
    expect(await schedulesOfProgram()).toEqual([]);
  });

  it('finds the running stack, and the same file again changes nothing', async () => {
    const files = stackFiles(join(directory, 'data'));
    const release = acquireLock(files.lock);
    writeAddresses(files.addresses, {
      apiUrl: 'http://127.0.0.1:1',
      temporalAddress: testTemporalAddress(),
      temporalUiUrl: null,
      namespace: 'default',
      taskQueue: 'publish',
      databaseUrl: database.url,
      simulatorUrl: 'http://127.0.0.1:1',
    });
    try {
      const unknown = await everbox(['catalog', 'import', programFile, '--program', programId], {});
      expect(unknown.stderr).toMatch(/there is no program .*"everbox program publish" publishes a file/);
      const changes: unknown[] = [];
      for (let time = 0; time < 2; time++) {
        const { stdout, stderr } = await everbox(['program', 'publish', programFile, '--json'], {});
        expect(stderr).toBe('');
        changes.push((JSON.parse(stdout) as { changed: string[] }).changed);
      }
      expect(changes).toEqual([[programId], []]);
      expect(await publishedIds()).toContain(programId);
      expect((await schedulesOfProgram()).length).toBeGreaterThan(1);
    } finally {
      release();
    }
  });
});

test('migrate changes no Postgres when there is no Temporal, and names all that is not set', async () => {
  const name = `empty_${Date.now()}`;
  await database.pool.query(`CREATE DATABASE ${name}`);
  const url = database.url.replace(/\/[^/]+$/, `/${name}`);
  try {
    const deaf = `127.0.0.1:${await freePort()}`;
    const without = await everbox(['migrate'], { DATABASE_URL: url, TEMPORAL_ADDRESS: deaf });
    expect([without.child.exitCode, without.stderr]).toEqual([1, expect.stringContaining('does not answer')]);
    const unset = await everbox(['migrate'], { DATABASE_URL: url });
    expect(unset.stderr).toContain('TEMPORAL_ADDRESS must be set');
    expect((await everbox(['migrate'], {})).stderr).toContain('DATABASE_URL and TEMPORAL_ADDRESS must be set');
    const client = new Postgres({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(`SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`);
    await client.end();
    expect(rows).toEqual([{ tables: 0 }]);
  } finally {
    await database.pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
