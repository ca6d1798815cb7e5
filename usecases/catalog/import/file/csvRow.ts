import type { CatalogRow, Refusal } from '#domain/catalog/mapRow';
import type { CsvLine } from './csvFile';

/** A line's cells by column, or why it is no row of its file. A refusal names the SKU as far as the line has one. */
export function csvRow(
  { line, cells }: CsvLine,
  names: readonly string[],
  skuColumn: string,
): { row: CatalogRow } | { refusal: Refusal } {
  // Without a prototype: a column that the file does not have is not there, whatever its name.
  const row = Object.create(null) as CatalogRow;
  names.forEach((name, index) => (row[name] = cells[index]));
  if (cells.length === names.length) return { row };
  const reason = 'the row has another number of cells than the header';
  const detail = `${cells.length}, not ${names.length}`;
  return { refusal: { line, sku: (row[skuColumn] ?? '').trim(), column: '', reason, detail } };
}
