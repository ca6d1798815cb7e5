import { catalogCells, stationCountCells } from '#cli/reference/csvFiles';
import { countColumns, countRow } from '#domain/catalog/countRow';
import { type CatalogRow, mapRow } from '#domain/catalog/mapRow';
import type { CatalogMapping } from '#domain/program/types';

type Column = keyof CatalogMapping['columns'];
const names = Object.keys(catalogCells) as Column[];
const columns = Object.fromEntries(names.map((name) => [name, name])) as Record<Column, string>;
const sizes = [{ label: 'M', ordinal: 1 }];
const map = (row: CatalogRow) =>
  mapRow(row, 2, { categorySeparator: ' > ', columns }, 'GBP', { kind: 'clothes', sizes });
const examples: CatalogRow = Object.fromEntries(names.map((name) => [name, catalogCells[name].example]));

const known = {
  stations: new Set([stationCountCells.station_id.example]),
  programs: new Set([stationCountCells.program_id.example]),
  programId: null,
};
const counted: CatalogRow = Object.fromEntries(countColumns.map((name) => [name, stationCountCells[name].example]));

test('a row of the examples is an item', () => {
  expect(map(examples)).toEqual({
    item: {
      sku: 'TOY-0106',
      title: 'Gear Lift Construction Kit, 84 Pieces',
      categoryPath: ['Hobbies', 'Model Building Kits'],
      brand: 'Tinker Harbour',
      priceCents: 123_450,
      onHand: 5,
      otherCondition: null,
      reviewCount: 1_042,
      rating: 4.8,
      awards: ['Toy of the Year', 'Parents’ Choice'],
      ageMinYears: 6,
      ageMaxYears: 10,
      styleId: 'STYLE-0001',
      size: 'M',
    },
  });
});

test.each(names)('a cell of %s that is said to be refused is', (name) => {
  const { refused } = catalogCells[name];
  if (refused === null) expect(map({ ...examples, [name]: '<any> text\u0007' })).toHaveProperty('item');
  else expect(map({ ...examples, [name]: refused })).toHaveProperty('refusal.column', name);
});

test.each(names)('an empty cell of %s means what is said', (name) => {
  const { empty } = catalogCells[name];
  const alone = name === 'style' || name === 'size' ? { style: '', size: '' } : { [name]: '' };
  expect(map({ ...examples, ...alone })).toHaveProperty(empty.includes('refused') ? 'refusal' : 'item');
});

test('a row of the counts is one, and each cell that is said to be refused is', () => {
  expect(countRow(counted, 2, known)).toEqual({
    count: { stationId: 'leeds-kirkgate', programId: 'stem-toys', sku: 'TOY-0106', units: 12 },
  });
  for (const name of countColumns) {
    const row = { ...counted, [name]: stationCountCells[name].refused! };
    expect(countRow(row, 2, known)).toHaveProperty('refusal.column', name);
    expect(countRow({ ...counted, [name]: '' }, 2, known)).toHaveProperty('refusal.column', name);
  }
});
