import { z } from 'zod';
import type { FitCase, FitRecord } from '#domain/sizing/model/types';
import { csvLines } from '#usecases/catalog/import/file/csvFile';
import { plainly } from '#domain/schemaWords';

/** A file of rentals can't be read; the message names file, line, column and rule. */
class FitFileError extends Error {}

const kilogramsPerPound = 0.453_592_37;
const centimetersPerInch = 2.54;

const word = z.string().transform((text) => (text === '' ? null : text));
const id = z.string().min(1, 'must not be empty');
/** An empty cell is a measurement that is not known. */
const measure = z
  .string()
  .transform((text) => (text === '' ? null : Number(text)))
  .refine((value) => value === null || (Number.isFinite(value) && value >= 0 && value < 1_000), {
    error: 'must be empty or a number from 0 to 1000',
  });

const caseColumns = z.object({
  user_id: id,
  item_id: id,
  size: z
    .string()
    .regex(/^\d{1,4}(\.\d+)?$/, 'must be a number from 0 to 9999')
    .transform(Number),
  rented_for: word,
  category: word,
  body_type: word,
  weight_lbs: measure,
  height_in: measure,
  bust_size_num: measure,
  bust_size_letter: word,
  age: measure,
  review_date: z
    .string()
    .refine((text) => text === '' || z.iso.date().safeParse(text).success, 'must be empty or a date as 2016-04-20')
    .transform((text) => (text === '' ? null : Date.parse(`${text}T00:00:00Z`))),
});
const recordColumns = caseColumns.extend({
  fit: z.enum(['small', 'fit', 'large'], { error: 'must be small, fit or large' }),
  rating: z
    .string()
    .transform((text) => (text === '' ? null : Number(text)))
    .refine((value) => value === null || (value >= 0 && value <= 10), {
      error: 'must be empty or a number from 0 to 10',
    }),
});

/** Cases of a test file. Columns that it should not have, `fit` and `rating` among them, are dropped unread. */
export async function* readFitCases(file: string): AsyncGenerator<FitCase> {
  for await (const row of rowsOf(file, caseColumns)) yield caseOf(row);
}

/** Records of a training file. */
export async function* readFitRecords(file: string): AsyncGenerator<FitRecord> {
  for await (const row of rowsOf(file, recordColumns)) {
    // The file has 2, 4, ... 10 for one to five stars.
    yield { ...caseOf(row), fit: row.fit, stars: row.rating === null ? null : row.rating / 2 };
  }
}

const caseOf = (row: z.output<typeof caseColumns>): FitCase => ({
  customerId: row.user_id,
  styleId: row.item_id,
  size: row.size,
  category: row.category,
  occasion: row.rented_for,
  wearer: {
    weightKg: row.weight_lbs === null ? null : row.weight_lbs * kilogramsPerPound,
    heightCm: row.height_in === null ? null : row.height_in * centimetersPerInch,
    bustBandInches: row.bust_size_num,
    bustCup: row.bust_size_letter,
    ageYears: row.age,
    bodyType: row.body_type,
  },
  atMs: row.review_date,
});

type Shape = typeof caseColumns | typeof recordColumns;

/** Rows of a CSV with a header, one at a time; only the columns of the schema are looked at. */
async function* rowsOf<S extends Shape>(file: string, schema: S): AsyncGenerator<z.output<S>> {
  let header: Header | undefined;
  for await (const { line, cells } of csvLines(file)) {
    if (!header) {
      header = headerOf(file, cells, Object.keys(schema.shape));
      continue;
    }
    if (cells.length !== header.width) {
      throw new FitFileError(`${file}:${line}: has ${cells.length} columns, the header ${header.width}`);
    }
    const wanted = header.places.map(([name, at]) => [name, cells[at]!.trim()]);
    const { data, error } = schema.safeParse(Object.fromEntries(wanted), plainly);
    if (error) {
      const { path, message } = error.issues[0]!;
      throw new FitFileError(`${file}:${line}: ${path.join('.')} ${message}`);
    }
    yield data as z.output<S>;
  }
  if (!header) throw new FitFileError(`${file}: has no header`);
}

interface Header {
  width: number;
  /** The wanted columns, and where in a row they are. */
  places: [name: string, at: number][];
}

function headerOf(file: string, cells: string[], wanted: readonly string[]): Header {
  const names = cells.map((name) => name.trim());
  for (const name of wanted) {
    const times = names.filter((other) => other === name).length;
    if (times === 0) throw new FitFileError(`${file}:1: the header has no column "${name}"`);
    if (times > 1) throw new FitFileError(`${file}:1: the header has column "${name}" ${times} times`);
  }
  return { width: names.length, places: wanted.map((name) => [name, names.indexOf(name)]) };
}
