import type { countColumns } from '#domain/catalog/countRow';
import type { CatalogMapping } from '#domain/program/types';

/** What one column of a CSV file holds. */
export interface CsvCell {
  holds: string;
  unit: string;
  /** What an empty cell means. */
  empty: string;
  /** A cell that is read, and one that refuses its row; null: any text is read. */
  example: string;
  refused: string | null;
}

const refusesRow = 'the row is refused';

/** Cells of a merchant's catalog, by the key of `catalog.columns` that names their column. */
export const catalogCells: Record<keyof CatalogMapping['columns'], CsvCell> = {
  sku: {
    holds: 'The item’s ID at the merchant: 1 to 64 characters without spaces, once in the file',
    unit: '',
    empty: refusesRow,
    example: 'TOY-0106',
    refused: 'TOY 0106',
  },
  title: {
    holds: 'Its title, at most 1000 characters',
    unit: '',
    empty: refusesRow,
    example: 'Gear Lift Construction Kit, 84 Pieces',
    refused: 'Kit\uFFFDs',
  },
  category: {
    holds: 'Its category path, with `catalog.categorySeparator` between its levels',
    unit: '',
    empty: refusesRow,
    example: 'Hobbies > Model Building Kits',
    refused: '>',
  },
  brand: {
    holds: 'Its brand, at most 200 characters',
    unit: '',
    empty: 'no brand',
    example: 'Tinker Harbour',
    refused: 'Kaf\uFFFD',
  },
  price: {
    holds: 'Its list price, with the currency’s sign or code or without; no range, not zero',
    unit: 'major units of the program’s currency',
    empty: refusesRow,
    example: '1,234.50',
    refused: '3.42 - 6.99',
  },
  stock: {
    holds: 'Units in stock; `5 new` is 5, other conditions (`used`, `refurbished`, `collectible`) are none',
    unit: 'units',
    empty: '`catalog.defaultStock`; without one the row is refused',
    example: '5 new',
    refused: 'some',
  },
  reviewCount: {
    holds: 'How many reviews it has',
    unit: 'reviews',
    empty: 'no reviews',
    example: '1,042',
    refused: '-1',
  },
  rating: { holds: 'Their mean, 0 to 5', unit: 'stars', empty: 'no reviews', example: '4.8', refused: '8.4' },
  awards: {
    holds: 'Its awards, with a bar or a semicolon between them; any text',
    unit: '',
    empty: 'none',
    example: 'Toy of the Year; Parents’ Choice',
    refused: null,
  },
  ageMin: {
    holds: 'The lowest age that it is for, 0 to 120, whole',
    unit: 'years',
    empty: 'any age below',
    example: '6',
    refused: '6+',
  },
  ageMax: {
    holds: 'The highest, not below the lowest',
    unit: 'years',
    empty: 'any age above',
    example: '10',
    refused: '121',
  },
  style: {
    holds: 'What the sizes of one thing have in common: 1 to 64 characters without spaces; with `size` only',
    unit: '',
    empty: 'it comes in one size',
    example: 'STYLE-0001',
    refused: 'STYLE 1',
  },
  size: {
    holds: 'One of the program’s `sizing.sizes`, by its label, in upper or lower case; with `style` only',
    unit: '',
    empty: 'it comes in one size',
    example: 'm',
    refused: 'huge',
  },
};

/** Cells of what stations counted on their shelves. */
export const stationCountCells: Record<(typeof countColumns)[number], CsvCell> = {
  station_id: {
    holds: 'A station of the zone',
    unit: '',
    empty: refusesRow,
    example: 'leeds-kirkgate',
    refused: 'nowhere',
  },
  program_id: {
    holds: 'A published program; the column may be absent with `--program`',
    unit: '',
    empty: 'that of `--program`; without it the row is refused',
    example: 'stem-toys',
    refused: 'no-program',
  },
  sku: { holds: 'An item of that program', unit: '', empty: refusesRow, example: 'TOY-0106', refused: 'TOY 0106' },
  units: {
    holds: 'What was counted, at most a million',
    unit: 'units',
    empty: refusesRow,
    example: '12',
    refused: 'a dozen',
  },
};
