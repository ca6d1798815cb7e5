import { mapRow } from '#domain/catalog/mapRow';
import type { Program } from '#domain/program/types';
import type { SearchDocument } from '#domain/search/types';
import { csvLines } from '#usecases/catalog/import/file/csvFile';
import { checkHeader, type Header } from '#usecases/catalog/import/header';

/** The items of a merchant's file, as an import into the program would have them: the first of each SKU, refused rows left out. */
export async function documentsOf(path: string, program: Program): Promise<SearchDocument[]> {
  const documents = new Map<string, SearchDocument>();
  let header: Header | undefined;
  for await (const { line, cells } of csvLines(path)) {
    if (!header) {
      header = checkHeader(path, cells, program.catalog);
      continue;
    }
    if (cells.length !== header.names.length) continue;
    const row = Object.fromEntries(header.names.map((name, index) => [name, cells[index]]));
    const mapped = mapRow(row, line, program.catalog, program.currency);
    if ('refusal' in mapped || documents.has(mapped.item.sku)) continue;
    const { onHand, otherCondition: _, ...item } = mapped.item;
    documents.set(item.sku, {
      ...item,
      key: `${program.id}/${item.sku}`,
      programId: program.id,
      currency: program.currency,
      inStock: onHand > 0,
    });
  }
  return [...documents.values()];
}
