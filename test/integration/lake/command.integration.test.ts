import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WarehouseQueryError } from '#lake/store/query';
import { readEnvironment } from '#workers/config';
import { repositoryRoot } from '#workers/paths';
import { ask, at, exportSettled, insertEvents, today, type WarehouseRig, warehouseRig } from './rig';

let rig: WarehouseRig;
beforeAll(async () => {
  rig = await warehouseRig();
});
afterAll(() => rig.close());

interface Answer {
  stdout: string;
  stderr: string;
  code: number;
}

/** The command as a person runs it. */
async function everbox(args: string[], environment: Record<string, string> = {}): Promise<Answer> {
  const env = { ...readEnvironment(), WAREHOUSE_URL: rig.directory, DATABASE_URL: rig.database.url, ...environment };
  const all = [join(repositoryRoot(), 'bin', 'everbox.mjs'), 'warehouse', ...args];
  try {
    return { ...(await promisify(execFile)(process.execPath, all, { env, maxBuffer: 2 ** 28 })), code: 0 };
  } catch (error) {
    return error as Answer;
  }
}

test('an empty warehouse has a view with columns, and no rows, and says that nothing was exported yet', async () => {
  const stderr = expect.stringMatching(/^everbox: no event was exported yet.*"everbox warehouse export"\n$/);
  expect(await everbox(['SELECT kind, count(*) AS n FROM events GROUP BY kind', '--csv'])).toMatchObject({
    stdout: 'kind,n\n',
    stderr,
    code: 0,
  });
  expect(await everbox(['SELECT customer_id FROM events', '--json'])).toMatchObject({ stdout: '[]\n', stderr });
  expect(await everbox(['SELECT kind FROM events'])).toMatchObject({ stdout: 'kind\n(0 rows)\n', stderr });
}, 300_000); // the first command compiles when sources changed

test('the export runs now, and the result is a table, CSV or JSON', async () => {
  await insertEvents(rig.db, [
    { id: 'a', kind: 'view', data: { note: 'a "quoted", \n line' }, occurredAt: at('09:00:00') },
    { id: 'b', kind: 'view', occurredAt: at('09:10:00') },
    { id: 'c', kind: 'rate', sku: null, data: { stars: 5 }, occurredAt: at('10:00:00') },
  ]);
  // Others' transactions may hold a part back; the command then exports what is left.
  await exportSettled(rig);
  const exported = await everbox(['export', '--json']);
  expect(JSON.parse(exported.stdout)).toMatchObject({ events: 0, erasedCustomers: 0, retractedEvents: 0 });
  const sql = 'SELECT kind, count(*) AS n, avg(1.5) AS mean, max(sku) AS sku FROM events GROUP BY kind ORDER BY kind';
  expect(await everbox([sql])).toMatchObject({
    stdout: 'kind  n  mean  sku\nrate  1  1.5   -\nview  2  1.5   sku-1\n(2 rows)\n',
    stderr: '',
  });
  expect((await everbox([sql, '--csv'])).stdout).toBe('kind,n,mean,sku\nrate,1,1.5,\nview,2,1.5,sku-1\n');
  expect(JSON.parse((await everbox([sql, '--json'])).stdout)).toEqual([
    { kind: 'rate', n: 1, mean: 1.5, sku: null },
    { kind: 'view', n: 2, mean: 1.5, sku: 'sku-1' },
  ]);
  // What is JSON stays JSON, instead of text in it.
  const json = `SELECT data, data->'stars' AS stars FROM events WHERE id <> 'a' ORDER BY id`;
  expect(JSON.parse((await everbox([json, '--json'])).stdout)).toEqual([
    { data: {}, stars: null },
    { data: { stars: 5 }, stars: 5 },
  ]);
  expect((await everbox([json, '--csv'])).stdout).toBe('data,stars\n{},\n"{""stars"":5}",5\n');
  expect(
    (await everbox([`SELECT data->>'note' AS note, occurred_at FROM events WHERE id = 'a'`, '--csv'])).stdout,
  ).toBe(`note,occurred_at\n"a ""quoted"", \n line",${today}T09:00:00Z\n`);
});

test('a long result goes through whole, and a reader may leave early', async () => {
  const { stdout, code } = await everbox(['SELECT range AS n FROM range(300000)', '--csv']);
  expect(code).toBe(0);
  expect(stdout.split('\n')).toHaveLength(300_002);
  const piped = `${process.execPath} ${join(repositoryRoot(), 'bin', 'everbox.mjs')} warehouse "SELECT range FROM range(1000000000)" --csv | head -2`;
  const env = { ...readEnvironment(), WAREHOUSE_URL: rig.directory };
  expect((await promisify(execFile)('sh', ['-c', piped], { env })).stdout).toBe('range\n0\n');
});

test.each([
  ['a mistake in the SQL', 'SELEC 1', /Parser Error: syntax error/],
  ['a column that is not there', 'SELECT colour FROM events', /colour/],
  ['nothing', '', /give one SELECT/],
  ['a comment', '/* what */ -- else', /give one SELECT/],
  ['two questions', 'SELECT 1; SELECT 2', /one SELECT at a time/],
  ['a file to be written', `COPY events TO '/tmp/everbox-stolen.csv'`, /disabled by configuration|read only/],
  ['a file within the warehouse', `COPY (SELECT 1) TO 'WAREHOUSE/events/stolen.csv'`, /read only/],
  ['a database to be attached', `ATTACH 'WAREHOUSE/stolen.db'`, /read only/],
  ['a plan that writes', `EXPLAIN ANALYZE COPY (SELECT 1) TO 'WAREHOUSE/stolen.csv'`, /read only/],
  ['another setting', `SET memory_limit = '100GB'`, /read only/],
  ['an extension', 'INSTALL httpfs', /read only/],
  ['a file elsewhere', `SELECT * FROM read_text('/etc/hostname')`, /disabled by configuration/],
  ['a table of its own', 'CREATE TABLE t AS SELECT 1', /read only/],
])('%s is refused, and changes nothing', async (_, sql, reason) => {
  const asking = ask(rig.directory, sql.replace('WAREHOUSE', rig.directory));
  await expect(asking).rejects.toThrow(WarehouseQueryError);
  await expect(asking).rejects.toThrow(reason);
  const stolen = ['events/stolen.csv', 'stolen.csv', 'stolen.db'].map((name) => join(rig.directory, name));
  expect([...stolen, '/tmp/everbox-stolen.csv'].filter((file) => existsSync(file))).toEqual([]);
});

test('a question that fails is one sentence and exit code 1, and nothing on standard output', async () => {
  const answer = await everbox(['SELECT colour FROM events', '--json']);
  expect(answer).toMatchObject({ code: 1, stdout: '' });
  expect(answer.stderr).toMatch(/^everbox: .*colour/);
});

test('a warehouse that is written wrong is refused by its rule', async () => {
  const answer = await everbox(['SELECT 1'], { WAREHOUSE_URL: 'http://warehouse' });
  expect(answer).toMatchObject({ code: 1 });
  expect(answer.stderr).toContain('WAREHOUSE_URL must be an absolute path, a file: URL, or s3://bucket/prefix');
});
