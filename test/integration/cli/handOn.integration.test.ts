import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

const temporalAddress = '127.0.0.1:1';
const databaseUrl = 'postgres://everbox:p%40ss@127.0.0.1:5/boxes?sslmode=disable';

let directory: string;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = mkdtempSync(join(tmpdir(), 'everbox-hand-on-'));
  // Stand-ins that tell what they were given, as no real server is needed to see.
  const tell =
    'read -r line; echo "$# $2 $line ${TEMPORAL_ADDRESS}${PGPASSWORD}@${PGHOST}:${PGPORT}/${PGDATABASE} $PGSSLMODE"; exit 7';
  const version = 'if [ "$1" = --version ]; then echo "Server 1.30.0"; exit 0; fi';
  writeFileSync(join(directory, 'temporal'), `#!/bin/sh\n${version}\n${tell}\n`, { mode: 0o755 });
  writeFileSync(join(directory, 'psql'), `#!/bin/sh\n${tell}\n`, { mode: 0o755 });
});
afterAll(async () => {
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs `everbox ARGS` with this PATH and server, to its end. */
function everbox(args: string[], PATH: string, servers: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/everbox.mjs', ...args], {
    cwd: repositoryRoot(),
    encoding: 'utf8',
    input: 'from stdin\n',
    env: { HOME: directory, PATH, EVERBOX_DATA_DIR: join(directory, 'data'), ...servers },
  });
  return { status, stdout, stderr };
}

describe('arguments, stdin and exit code are handed on, options of our own included', () => {
  it('to temporal, with its address', () => {
    const answer = everbox(['temporal', '--json', 'a  b', '--help'], directory, { TEMPORAL_ADDRESS: temporalAddress });
    expect(answer).toEqual({ status: 7, stdout: `3 a  b from stdin ${temporalAddress}@:/ \n`, stderr: '' });
  });

  it("to temporal, with the address that the stack would have and not the command's default", () => {
    const answer = everbox(['temporal', 'x'], directory, { EVERBOX_TEMPORAL_PORT: '7' });
    expect(answer.stdout).toBe('1  from stdin 127.0.0.1:7@:/ \n');
    expect(answer.stderr).toBe(
      'everbox: No stack is running: start Everbox first (npm start), or set TEMPORAL_ADDRESS.\n',
    );
  });

  it('to psql, with its database by the environment', () => {
    const answer = everbox(['psql', '--json', 'a  b', '--version'], directory, { DATABASE_URL: databaseUrl });
    expect(answer).toEqual({
      status: 7,
      stdout: `3 a  b from stdin p@ss@127.0.0.1:5/boxes disable\n`,
      stderr: '',
    });
  });
});

describe('without a psql', () => {
  const nowhere = '/nowhere';

  it.each(['-c', '--command'])('%s runs SQL and prints it as psql does', (option) => {
    const sql = `CREATE TABLE kept (at timestamptz, words text);
      INSERT INTO kept VALUES ('2026-01-01T00:00:00Z', 'two' || chr(10) || 'lines'), (NULL, NULL);
      SELECT at, words, 7 AS n FROM kept;
      DROP TABLE kept`;
    const { status, stdout, stderr } = everbox(['psql', option, sql], nowhere, { DATABASE_URL: database.url });
    expect(stderr).toBe('');
    expect(stdout).toMatch(
      /^CREATE\nINSERT 2\nat +words +n\n2026-01-01 00:00:00\+00 +two lines +7\n- +- +7\n\(2 rows\)\nDROP\n$/,
    );
    expect(status).toBe(0);
  });

  it("says Postgres' own words of a mistake", () => {
    const { status, stderr } = everbox(['psql', '-c', 'SELEC 1'], nowhere, { DATABASE_URL: database.url });
    expect([status, stderr]).toEqual([1, 'everbox: syntax error at or near "SELEC"\n']);
  });

  it.each([[[]], [['-c', 'SELECT 1', '--csv']]])('%j is one sentence', (args) => {
    const { status, stderr } = everbox(['psql', ...args], nowhere, { DATABASE_URL: database.url });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^everbox: There is no psql on the PATH.*--command.*\n$/);
  });
});

test('without a database it is one sentence', () => {
  expect(everbox(['psql'], directory, {}).stderr).toMatch(/^everbox: No database: start Everbox first/);
});
