import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalog } from '#db/selection/selectionInputs';
import { importCatalog } from '#usecases/catalog/import/importCatalog';
import { importSampleCatalogs } from '#usecases/catalog/samples';
import { samplesDirectory } from '#workers/programs';
import { good, header, ImportRig } from './rig';

let rig: ImportRig;
beforeAll(async () => (rig = await ImportRig.open()));
afterEach(() => rig.forgetItems());
afterAll(() => rig.close());

describe('importCatalog', () => {
  it('stores good rows as items and reports the others with line, column and reason', async () => {
    const summary = await rig.importing([
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
    expect(readFileSync(rig.report, 'utf8').trim().split('\n')).toEqual([
      'line,sku,column,reason',
      '3,a2,price_gbp,is empty',
      '4,a3,category_path,is empty',
      '6,a1,sku,is that of an earlier row (line 2)',
      '8,a5,,"the row has another number of cells than the header (4, not 9)"',
    ]);
    expect(await readCatalog(rig.database.pool, rig.program.id)).toEqual([
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
    expect(await rig.importing(rows)).toMatchObject({ rows: 1_200, imported: 1_200 });
    const before = await rig.stored();
    expect(await rig.importing(rows)).toMatchObject({
      rows: 1_200,
      imported: 0,
      updated: 0,
      unchanged: 1_200,
      refused: 0,
      report: null,
    });
    expect(await rig.stored()).toEqual(before);
    expect(readdirSync(rig.directory)).toEqual(['toys.csv']);
  });

  it('finds a repeated SKU across batches and says on which line it was first', async () => {
    const rows = Array.from({ length: 1_001 }, (_, index) => good(`s${index}`));
    expect(await rig.importing([...rows, good('s3')])).toMatchObject({ imported: 1_001, refused: 1 });
    expect(readFileSync(rig.report, 'utf8')).toContain('1003,s3,sku,is that of an earlier row (line 5)');
  });

  it('updates only what differs', async () => {
    await rig.importing([good('a1'), good('a2'), good('a3')]);
    const before = await rig.stored();
    const summary = await rig.importing([good('a1'), good('a2').replace('9.6', '9.7'), good('a3', '6 new')]);
    expect(summary).toMatchObject({ imported: 0, updated: 2, unchanged: 1 });
    const after = await rig.stored();
    expect([after.items[0], after.items[2]]).toEqual([before.items[0], before.items[2]]);
    expect(after.items[1]).toMatchObject({ price_cents: 970 });
    expect(after.stock).toMatchObject([{ on_hand: 5 }, { on_hand: 5 }, { on_hand: 6 }]);
  });

  it('does not undo sales, nor break promises', async () => {
    await rig.importing([good('a1'), good('a2')]);
    await rig.database.pool.query("UPDATE stock SET on_hand = 1, reserved = 1 WHERE sku = 'a1'"); // four were sold
    await rig.database.pool.query("UPDATE stock SET reserved = 4 WHERE sku = 'a2'");
    expect(await rig.importing([good('a1'), good('a2')])).toMatchObject({ unchanged: 2 });
    expect((await rig.stored()).stock).toMatchObject([
      { on_hand: 1, reserved: 1 },
      { on_hand: 5, reserved: 4 },
    ]);

    expect(await rig.importing([good('a1', '9'), good('a2', '0')])).toMatchObject({ updated: 2 });
    expect((await rig.stored()).stock).toMatchObject([
      { on_hand: 9, reserved: 1 },
      { on_hand: 4, reserved: 4 },
    ]);
  });

  it('leaves items alone that a later file does not name, or refuses', async () => {
    await rig.importing([good('a1'), good('a2')]);
    const before = await rig.stored();
    expect(await rig.importing([good('a1').replace('9.6', '')])).toMatchObject({ refused: 1, updated: 0 });
    expect(await rig.stored()).toEqual(before);
  });

  it('keeps awards and ages that an earlier file stated when a later one has no such columns', async () => {
    await rig.importing(`${header},awards,age_min,age_max\n${good('a1')},Gold | Silver,8,12\n`);
    expect(await rig.importing([good('a1')])).toMatchObject({ unchanged: 1 });
    const [item] = await readCatalog(rig.database.pool, rig.program.id);
    expect(item).toMatchObject({ awards: ['Gold', 'Silver'], ageMinYears: 8, ageMaxYears: 12 });
  });

  it('imports one after the other when two files come at once', async () => {
    const paths = ['one.csv', 'two.csv'].map((name) => join(rig.directory, name));
    const rows = Array.from({ length: 700 }, (_, index) => good(`s${index}`));
    writeFileSync(paths[0]!, [header, ...rows].join('\n'));
    writeFileSync(paths[1]!, [header, ...rows.toReversed()].join('\n'));
    const summaries = await Promise.all(
      paths.map((path) => importCatalog(rig.database.pool, rig.program, path, { reportPath: `${path}.report` })),
    );
    expect(summaries.map(({ imported }) => imported).toSorted((a, b) => a - b)).toEqual([0, 700]);
    for (const path of paths) rmSync(path);
  });

  it('takes a byte-order mark, Windows line ends and a missing last line end', async () => {
    expect(await rig.importing(`\ufeff${header}\r\n${good('a1')}\r\n\r\n${good('a2')}`)).toMatchObject({
      rows: 2,
      imported: 2,
    });
  });
});

describe('importSampleCatalogs', () => {
  it('gives every program its own sample once', async () => {
    const imported = await importSampleCatalogs(rig.database.pool, samplesDirectory());
    expect(Object.keys(imported)).toEqual(['book-box', 'coffee-club', 'stem-toys', 'wardrobe']);
    expect(Object.values(imported).reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(300);
    expect(await importSampleCatalogs(rig.database.pool, samplesDirectory())).toEqual({});
    const worn = await readCatalog(rig.database.pool, 'wardrobe');
    expect(worn.slice(0, 6).map(({ styleId, size }) => `${styleId} ${size}`)).toEqual(
      ['XS', 'S', 'M', 'L', 'XL', 'XXL'].map((size) => `STYLE-0001 ${size}`),
    );
  });

  it("makes way for a merchant's own items, and stays in stock for boxes that hold a sample already", async () => {
    await importSampleCatalogs(rig.database.pool, samplesDirectory());
    expect((await readCatalog(rig.database.pool, rig.program.id)).length).toBeGreaterThan(100);
    await rig.importing([good('a1')]);
    expect((await readCatalog(rig.database.pool, rig.program.id)).map(({ sku }) => sku)).toEqual(['a1']);
    expect((await rig.stored()).stock.length).toBeGreaterThan(300);
    expect((await readCatalog(rig.database.pool, 'coffee-club')).length).toBeGreaterThan(90);
  });
});
