import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCatalog } from '../../../db/queries/selectionInputs';
import type { Program } from '../../../domain/program/types';
import { importCatalog, type ImportSummary } from '../../../workers/catalog/importCatalog';
import { loadPrograms, publishPrograms } from '../../../workers/programs';
import { importSampleCatalogs } from '../../../workers/sampleCatalog';
import { createTestDatabase, type TestDatabase } from '../../support/database';

const header = 'sku,name,category_path,manufacturer,price_gbp,stock,review_count,question_count,rating';
const good = (sku: string, stock = '5\u00a0new'): string =>
  `${sku},Robot ${sku},Electronic Toys > Robots,Ohm,9.6,${stock},3,1,4.5`;

let database: TestDatabase;
let program: Program;
let directory: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool);
  program = loadPrograms().find(({ id }) => id === 'stem-toys')!;
  directory = mkdtempSync(join(tmpdir(), 'everbox-import-'));
});

afterEach(async () => {
  await database.pool.query('TRUNCATE items CASCADE');
});

afterAll(async () => {
  rmSync(directory, { recursive: true });
  await database.drop();
});

const report = (): string => join(directory, 'refused.csv');

/** Imports a file of these lines (or bytes). */
async function importing(content: string | string[] | Buffer): Promise<ImportSummary> {
  const path = join(directory, 'toys.csv');
  writeFileSync(path, Array.isArray(content) ? [header, ...content, ''].join('\n') : content);
  rmSync(report(), { force: true });
  return importCatalog(database.pool, program, path, { reportPath: report() });
}

async function stored(): Promise<{ items: unknown[]; stock: unknown[] }> {
  const items = await database.pool.query('SELECT * FROM items ORDER BY sku');
  const stock = await database.pool.query('SELECT * FROM stock ORDER BY sku');
  return { items: items.rows, stock: stock.rows };
}

describe('importCatalog', () => {
  it('stores good rows as items and reports the others with line, column and reason', async () => {
    const summary = await importing([
      good('a1'),
      'a2,No price,Electronic Toys,Ohm,,5 new,3,1,4.5',
      'a3,"No\ncategory, two lines",,Ohm,9.60,5 new,3,1,4.5',
      good('a1'),
      'a4,"Tom &amp; Jerry\u0099",Electronic Toys,,"£1,234.50",,0,1,',
      'a5,Too,few,cells',
      good('a6', '2 used'),
    ]);
    expect(summary).toMatchObject({ rows: 7, imported: 3, updated: 0, unchanged: 0, refused: 4, withoutNewUnits: 1 });
    expect(summary.absentColumns).toEqual(['age_max', 'age_min', 'awards']);
    expect(readFileSync(report(), 'utf8').trim().split('\n')).toEqual([
      'line,sku,column,reason',
      '3,a2,price_gbp,is empty',
      '4,a3,category_path,is empty',
      '6,a1,sku,is that of an earlier row (line 2)',
      '8,a5,,"the row has another number of cells than the header (4, not 9)"',
    ]);
    expect(await readCatalog(database.pool, program.id)).toEqual([
      expect.objectContaining({
        sku: 'a1',
        priceCents: 960,
        available: 5,
        categoryPath: ['Electronic Toys', 'Robots'],
        rating: 4.5,
      }),
      expect.objectContaining({
        sku: 'a4',
        title: 'Tom & Jerry',
        priceCents: 123450,
        available: 2,
        brand: null,
        rating: null,
      }),
      expect.objectContaining({ sku: 'a6', available: 0 }),
    ]);
  });

  it('changes nothing when it reads the same file again', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => good(`s${index}`, String(index % 7)));
    expect(await importing(rows)).toMatchObject({ rows: 1_200, imported: 1_200 });
    const before = await stored();
    expect(await importing(rows)).toMatchObject({
      rows: 1_200,
      imported: 0,
      updated: 0,
      unchanged: 1_200,
      refused: 0,
      report: null,
    });
    expect(await stored()).toEqual(before);
    expect(readdirSync(directory)).toEqual(['toys.csv']);
  });

  it('finds a repeated SKU across batches and says on which line it was first', async () => {
    const rows = Array.from({ length: 1_001 }, (_, index) => good(`s${index}`));
    expect(await importing([...rows, good('s3')])).toMatchObject({ imported: 1_001, refused: 1 });
    expect(readFileSync(report(), 'utf8')).toContain('1003,s3,sku,is that of an earlier row (line 5)');
  });

  it('updates only what differs', async () => {
    await importing([good('a1'), good('a2'), good('a3')]);
    const before = await stored();
    const summary = await importing([good('a1'), good('a2').replace('9.6', '9.7'), good('a3', '6 new')]);
    expect(summary).toMatchObject({ imported: 0, updated: 2, unchanged: 1 });
    const after = await stored();
    expect([after.items[0], after.items[2]]).toEqual([before.items[0], before.items[2]]);
    expect(after.items[1]).toMatchObject({ price_cents: 970 });
    expect(after.stock).toMatchObject([{ on_hand: 5 }, { on_hand: 5 }, { on_hand: 6 }]);
  });

  it('does not undo sales, nor break promises', async () => {
    await importing([good('a1'), good('a2')]);
    await database.pool.query("UPDATE stock SET on_hand = 1, reserved = 1 WHERE sku = 'a1'"); // four were sold
    await database.pool.query("UPDATE stock SET reserved = 4 WHERE sku = 'a2'");
    expect(await importing([good('a1'), good('a2')])).toMatchObject({ unchanged: 2 });
    expect((await stored()).stock).toMatchObject([
      { on_hand: 1, reserved: 1 },
      { on_hand: 5, reserved: 4 },
    ]);

    expect(await importing([good('a1', '9'), good('a2', '0')])).toMatchObject({ updated: 2 });
    expect((await stored()).stock).toMatchObject([
      { on_hand: 9, reserved: 1 },
      { on_hand: 4, reserved: 4 },
    ]);
  });

  it('leaves items alone that a later file does not name, or refuses', async () => {
    await importing([good('a1'), good('a2')]);
    const before = await stored();
    expect(await importing([good('a1').replace('9.6', '')])).toMatchObject({ refused: 1, updated: 0 });
    expect(await stored()).toEqual(before);
  });

  it('keeps awards and ages that an earlier file stated when a later one has no such columns', async () => {
    await importing(`${header},awards,age_min,age_max\n${good('a1')},Gold | Silver,8,12\n`);
    expect(await importing([good('a1')])).toMatchObject({ unchanged: 1 });
    const [item] = await readCatalog(database.pool, program.id);
    expect(item).toMatchObject({ awards: ['Gold', 'Silver'], ageMinYears: 8, ageMaxYears: 12 });
  });

  it('imports one after the other when two files come at once', async () => {
    const paths = ['one.csv', 'two.csv'].map((name) => join(directory, name));
    const rows = Array.from({ length: 700 }, (_, index) => good(`s${index}`));
    writeFileSync(paths[0]!, [header, ...rows].join('\n'));
    writeFileSync(paths[1]!, [header, ...rows.toReversed()].join('\n'));
    const summaries = await Promise.all(
      paths.map((path) => importCatalog(database.pool, program, path, { reportPath: `${path}.report` })),
    );
    expect(summaries.map(({ imported }) => imported).toSorted((a, b) => a - b)).toEqual([0, 700]);
    for (const path of paths) rmSync(path);
  });

  const rowsOf = (count: number): string =>
    Array.from({ length: count }, (_, index) => `${good(`s${index}`)}\n`).join('');
  it.each<[string, () => string | Buffer, RegExp]>([
    ['an empty file', () => '', /toys\.csv: is empty$/],
    ['a file of blank lines', () => '\n\n\n', /toys\.csv: has no header$/],
    ['no header', () => rowsOf(3), /the header \(line 1\) lacks the columns sku, name/],
    [
      'a header without a mapped column',
      () => `${header.replace('price_gbp', 'price')}\n`,
      /lacks the column price_gbp, which/,
    ],
    ['a column twice', () => `${header},sku\n`, /the header has the column sku twice/],
    ['another separator', () => header.replaceAll(',', ';'), /must be separated by commas, not by ";"/],
    [
      'Latin-1',
      () => Buffer.from(`${header}\n${rowsOf(600)}b,Caf\xe9,x,y,1,1,1,1,1\n`, 'latin1'),
      /is not encoded in UTF-8/,
    ],
    ['UTF-16', () => Buffer.from(`\ufeff${header}\n`, 'utf16le'), /is not encoded in UTF-8/],
    [
      'half a character at the end',
      () => Buffer.from([...Buffer.from(`${header}\n`), 0xc3]),
      /is not encoded in UTF-8/,
    ],
    ['zero bytes', () => `${header}\n\0\0\0`, /is not a text file/],
    [
      'a row of 10 MB after good ones',
      () => `${header}\n${rowsOf(700)}${'x'.repeat(10_000_000)}`,
      /starts on line 702 is longer than a million/,
    ],
    [
      'a quote that stays open',
      () => `${header}\n${rowsOf(700)}b,"open,x,y\n`,
      /starts on line 702 opens a quote that is never closed/,
    ],
    ['a stray quote', () => `${header}\n${rowsOf(2)}b,"a"b,x,y\n`, /starts on line 4 has a quote in the wrong place/],
  ])('refuses %s in one sentence, and changes nothing', async (_, content, sentence) => {
    await importing([good('a1')]);
    const before = await stored();
    await expect(importing(content())).rejects.toMatchObject({
      name: 'CatalogFileError',
      message: expect.stringMatching(sentence),
    });
    expect(await stored()).toEqual(before);
    expect(readdirSync(directory)).toEqual(['toys.csv']);
  });

  it('takes a byte-order mark, Windows line ends and a missing last line end', async () => {
    expect(await importing(`\ufeff${header}\r\n${good('a1')}\r\n\r\n${good('a2')}`)).toMatchObject({
      rows: 2,
      imported: 2,
    });
  });

  it('refuses a directory, a file that is not there, and a report that cannot be written', async () => {
    const reportPath = report();
    const run = (path: string, to = reportPath): Promise<ImportSummary> =>
      importCatalog(database.pool, program, path, { reportPath: to });
    await expect(run(directory)).rejects.toThrow(/is a directory, not a CSV file/);
    await expect(run(join(directory, 'none.csv'))).rejects.toThrow(/there is no such file/);
    await expect(run(join(directory, 'toys.csv'), '/dev/null/report.csv')).rejects.toThrow(
      /the report cannot be written/,
    );
    await expect(run(join(directory, 'toys.csv'), join(directory, 'x', '..', 'toys.csv'))).rejects.toThrow(
      /the report would overwrite the file/,
    );
  });

  it('refuses a program that is not published', async () => {
    await expect(
      importCatalog(database.pool, { ...program, id: 'tea-club' }, join(directory, 'toys.csv'), {
        reportPath: report(),
      }),
    ).rejects.toThrow(/program tea-club is not published/);
  });
});

describe('importSampleCatalogs', () => {
  it('gives every program its own sample once', async () => {
    const imported = await importSampleCatalogs(database.pool);
    expect(Object.keys(imported)).toEqual(['book-box', 'coffee-club', 'stem-toys']);
    expect(Object.values(imported).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(300);
    expect(await importSampleCatalogs(database.pool)).toEqual({});
  });

  it("makes way for a merchant's own items, and stays in stock for boxes that hold a sample already", async () => {
    await importSampleCatalogs(database.pool);
    expect((await readCatalog(database.pool, program.id)).length).toBeGreaterThan(100);
    await importing([good('a1')]);
    expect((await readCatalog(database.pool, program.id)).map(({ sku }) => sku)).toEqual(['a1']);
    expect((await stored()).stock.length).toBeGreaterThan(300);
    expect((await readCatalog(database.pool, 'coffee-club')).length).toBeGreaterThan(90);
  });
});
