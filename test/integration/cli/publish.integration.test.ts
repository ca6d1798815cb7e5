import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { Client as Postgres } from 'pg';
import { buildProgram } from '#cli/main';
import { requireServers } from '#cli/servers';
import { repositoryRoot } from '#workers/paths';
import { acquireLock } from '#dev/stack/lock';
import { freePort } from '#dev/stack/ports';
import { stackFiles, writeAddresses } from '#dev/stack/runningStack';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from '#test/support/database';

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
  vi.unstubAllEnvs();
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

function nameServers(servers: Record<string, string | undefined>): void {
  vi.unstubAllEnvs();
  const named = { EVERBOX_DATA_DIR: join(directory, 'data'), EVERBOX_TASK_QUEUE: 'publish', ...servers };
  for (const [name, value] of Object.entries(named)) vi.stubEnv(name, value);
}

/** What `everbox ARGS` prints, or the sentence with which it fails, where the environment names these servers. */
async function everbox(args: string[], servers: Record<string, string>): Promise<string> {
  nameServers(servers);
  let printed = '';
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  try {
    await buildProgram().parseAsync(['node', 'everbox', ...args]);
    return printed;
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  } finally {
    spy.mockRestore();
  }
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

/** Works while a stack seems to run on this test's servers. */
async function withStack(work: () => Promise<void>): Promise<void> {
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
    notSimulated: [],
  });
  try {
    await work();
  } finally {
    release();
  }
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
      const answer = await everbox(['program', 'publish', ...files], servers);
      expect(answer).toMatch(/^refused: /);
      expect(answer).toContain(sentence);
    }
    expect(await publishedIds()).not.toContain(programId);
    expect(await schedulesOfProgram()).toEqual([]);
  });

  it('finds the running stack, and the same file again changes nothing', () =>
    withStack(async () => {
      const unknown = await everbox(['catalog', 'import', programFile, '--program', programId], {});
      expect(unknown).toMatch(/there is no program .*"everbox program publish" publishes a file/);
      const changes: unknown[] = [];
      for (let time = 0; time < 2; time++) {
        const stdout = await everbox(['program', 'publish', programFile, '--json'], {});
        changes.push((JSON.parse(stdout) as { changed: string[] }).changed);
      }
      expect(changes).toEqual([[programId], []]);
      expect(await publishedIds()).toContain(programId);
      expect((await schedulesOfProgram()).length).toBeGreaterThan(1);
    }));
});

describe.each(['migrate', 'program publish', 'recover'])('everbox %s', (command) => {
  it("never changes one server of the environment's and one of the stack's", () =>
    withStack(async () => {
      const other = database.url.replace(/\/[^/]+$/, '/other');
      const answers = [
        await everbox(command.split(' '), { DATABASE_URL: other }),
        await everbox(command.split(' '), { TEMPORAL_ADDRESS: '127.0.0.1:1' }),
      ];
      const because = 'must be set too: what is set is not of the stack that runs.';
      expect(answers).toEqual([`refused: TEMPORAL_ADDRESS ${because}`, `refused: DATABASE_URL ${because}`]);
    }));
});

test('the running stack is found, also where the environment names a server of it', () =>
  withStack(async () => {
    const ofStack = { databaseUrl: database.url, temporalAddress: testTemporalAddress(), taskQueue: 'publish' };
    for (const servers of [{}, { DATABASE_URL: database.url }, { TEMPORAL_ADDRESS: testTemporalAddress() }]) {
      nameServers(servers);
      expect(requireServers()).toMatchObject(ofStack);
    }
  }));

test('migrate changes no Postgres when there is no Temporal, and names all that is not set', async () => {
  const name = `empty_${Date.now()}`;
  await database.pool.query(`CREATE DATABASE ${name}`);
  const url = database.url.replace(/\/[^/]+$/, `/${name}`);
  try {
    const deaf = `127.0.0.1:${await freePort()}`;
    const without = await everbox(['migrate'], { DATABASE_URL: url, TEMPORAL_ADDRESS: deaf });
    expect(without).toMatch(/^refused: The Temporal .* does not answer/);
    const unset = await everbox(['migrate'], { DATABASE_URL: url });
    expect(unset).toMatch(/^refused: No stack is running: .* or set TEMPORAL_ADDRESS\.$/);
    expect(await everbox(['migrate'], {})).toContain('set DATABASE_URL and TEMPORAL_ADDRESS.');
    const client = new Postgres({ connectionString: url });
    await client.connect();
    const { rows } = await client.query(`SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'`);
    await client.end();
    expect(rows).toEqual([{ tables: 0 }]);
  } finally {
    await database.pool.query(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
