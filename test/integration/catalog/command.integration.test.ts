import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import * as catalog from '#cli/commands/catalog';
import * as program from '#cli/commands/program';
import * as zone from '#cli/commands/zone';
import { publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool);
  directory = mkdtempSync(join(tmpdir(), 'everbox-command-'));
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('EVERBOX_DATA_DIR', directory);
});

afterEach(() => {
  process.exitCode = undefined;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
  await database.drop();
});

/** What `everbox ARGS` prints. */
async function everbox(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const printed = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((name) =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  try {
    const command = new Command().exitOverride();
    catalog.register(command);
    program.register(command);
    zone.register(command);
    await command.parseAsync(['node', 'everbox', ...args]);
    return printed;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

describe('everbox catalog import', () => {
  const file = (): string => join(directory, 'coffees.csv');
  beforeAll(() => {
    const header = 'article,coffee,origin,roaster,price_eur,bags,ratings,stars';
    writeFileSync(
      file(),
      `${header}\nc1,Konga,Single Origin / Africa,Faro,12.90,7,3,4.5\nc2,Konga,,Faro,12.90,7,3,4.5\n`,
    );
  });

  it('prints the summary as one JSON object, and writes the report under the data directory', async () => {
    const { stdout } = await everbox('catalog', 'import', file(), '--program', 'coffee-club', '--json');
    const summary = JSON.parse(stdout) as Record<string, unknown>;
    expect(summary).toMatchObject({
      program: 'coffee-club',
      file: 'coffees.csv',
      rows: 2,
      imported: 1,
      updated: 0,
      unchanged: 0,
      refused: 1,
      refusedByReason: { 'origin is empty': 1 },
      seconds: expect.any(Number),
    });
    const reports = readdirSync(join(directory, 'reports'));
    expect(summary['report']).toBe(join(directory, 'reports', reports[0]!));
    expect(readFileSync(join(directory, 'reports', reports[0]!), 'utf8')).toContain('3,c2,origin,is empty');
  });

  it('prints it for people, and writes the report where it is told to', async () => {
    const report = join(directory, 'mine', 'refused.csv');
    const { stdout } = await everbox('catalog', 'import', file(), '--program', 'coffee-club', '--report', report);
    expect(stdout).toMatch(/coffees\.csv into coffee-club: 2 rows/);
    expect(stdout).toMatch(/unchanged 1\n\s+refused\s+1\n\s+1 x origin is empty/);
    expect(readFileSync(report, 'utf8')).toContain('c2');
  });

  it('names the programs when there is none of that ID', async () => {
    await expect(everbox('catalog', 'import', file(), '--program', 'tea-club')).rejects.toThrow(
      'there is no program tea-club; published programs: book-box, coffee-club, stem-toys, wardrobe',
    );
  });
});

describe('everbox program', () => {
  it('check passes what Everbox comes with', async () => {
    expect(await everbox('program', 'check')).toEqual({ stdout: '4 programs are valid\n', stderr: '' });
    expect(process.exitCode).toBeUndefined();
  });

  it('check exits with 1 and names file, path and rule of everything that is wrong', async () => {
    const wrong = join(directory, 'wrong.yaml');
    writeFileSync(wrong, readFileSync('programs/coffee-club.yaml', 'utf8').replace('openDays: 3', 'openDays: 0'));
    const { stderr } = await everbox('program', 'check', wrong, join(directory, 'none.yaml'));
    expect(process.exitCode).toBe(1);
    expect(stderr).toMatch(/wrong\.yaml:\d+:\d+: cycle\.openDays: must be at least 1/);
    expect(stderr).toMatch(/wrong\.yaml:\d+:\d+: id: must be the file's name, "wrong"/);
    expect(stderr).toMatch(/none\.yaml: cannot be read \(ENOENT\)/);
    const { stdout } = await everbox('program', 'check', wrong, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, checked: 1, problems: expect.any(Array) });
  });

  it('list says what there is', async () => {
    expect((await everbox('program', 'list')).stdout).toMatch(/coffee-club: Coffee club \(express parcels to AT/);
    const listed = JSON.parse((await everbox('program', 'list', '--json')).stdout) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(['book-box', 'coffee-club', 'stem-toys', 'wardrobe']);
  });
});

describe('everbox zone', () => {
  it('check passes what Everbox comes with', async () => {
    expect(await everbox('zone', 'check')).toEqual({ stdout: '2 zones are valid\n', stderr: '' });
    expect(process.exitCode).toBeUndefined();
  });

  it('check exits with 1 and names file, path and rule, also of what two files must not share', async () => {
    const [wrong, twin] = [join(directory, 'wrong.yaml'), join(directory, 'twin.yaml')];
    const leeds = readFileSync('zones/leeds.yaml', 'utf8');
    writeFileSync(wrong, leeds.replace('packMinutes: 8', 'packMinutes: 80'));
    writeFileSync(twin, leeds.replace('id: leeds\n', 'id: twin\n'));
    const { stderr } = await everbox('zone', 'check', 'zones/leeds.yaml', wrong, twin);
    expect(process.exitCode).toBe(1);
    expect(stderr).toMatch(/wrong\.yaml:\d+:\d+: stations\[1\]\.packMinutes: must be 0 to 15/);
    expect(stderr).toMatch(/twin\.yaml: stations\[0\]\.id: "leeds-kirkgate" is a station of leeds\.yaml/);
    const { stdout } = await everbox('zone', 'check', wrong, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, checked: 1, problems: expect.any(Array) });
  });

  it('list says what there is', async () => {
    const { stdout } = await everbox('zone', 'list');
    expect(stdout).toMatch(/leeds: Leeds \(127 cells; £4\.99 within the hour, £2\.99 within two\)/);
    expect(stdout).toMatch(/leeds-holbeck: Holbeck, 10:00 to 2:00 of the next day/);
    const listed = JSON.parse((await everbox('zone', 'list', '--json')).stdout) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(['dublin', 'leeds']);
  });
});
