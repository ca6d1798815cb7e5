import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importCatalog, type ImportSummary } from '#usecases/catalog/import/importCatalog';
import { good, header, ImportRig } from './rig';

let rig: ImportRig;
beforeAll(async () => (rig = await ImportRig.open()));
afterEach(() => rig.forgetItems());
afterAll(() => rig.close());

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
  ['half a character at the end', () => Buffer.from([...Buffer.from(`${header}\n`), 0xc3]), /is not encoded in UTF-8/],
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
  await rig.importing([good('a1')]);
  const before = await rig.stored();
  await expect(rig.importing(content())).rejects.toMatchObject({
    name: 'CatalogFileError',
    message: expect.stringMatching(sentence),
  });
  expect(await rig.stored()).toEqual(before);
  expect(readdirSync(rig.directory)).toEqual(['toys.csv']);
});

it('refuses a directory, a file that is not there, and a report that cannot be written', async () => {
  const reportPath = rig.report;
  const run = (path: string, to = reportPath): Promise<ImportSummary> =>
    importCatalog(rig.database.pool, rig.program, path, { reportPath: to });
  await expect(run(rig.directory)).rejects.toThrow(/is a directory, not a file/);
  await expect(run(join(rig.directory, 'none.csv'))).rejects.toThrow(/there is no such file/);
  await expect(run(join(rig.directory, 'toys.csv'), '/dev/null/report.csv')).rejects.toThrow(
    /the report cannot be written/,
  );
  await expect(run(join(rig.directory, 'toys.csv'), join(rig.directory, 'x', '..', 'toys.csv'))).rejects.toThrow(
    /the report would overwrite the file/,
  );
});

it('refuses a program that is not published', async () => {
  await expect(
    importCatalog(rig.database.pool, { ...rig.program, id: 'tea-club' }, join(rig.directory, 'toys.csv'), {
      reportPath: rig.report,
    }),
  ).rejects.toThrow(/program tea-club is not published/);
});
