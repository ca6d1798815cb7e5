import type { OptionalColumn } from '#db/catalog/catalog';
import type { CatalogMapping } from '#domain/program/types';
import { CatalogFileError } from './file/catalogFileError';

/** What a file's header says about a program's mapping. */
export interface Header {
  names: string[];
  /** Columns that the program maps, that only enrich items, and that this file does not have. */
  absent: { name: string; column: OptionalColumn }[];
}

const enrichments = { awards: 'awards', ageMin: 'age_min_years', ageMax: 'age_max_years' } as const;

/**
 * Checks a header against a program's mapping. Only columns that enrich an item may be absent; a missing stock or
 * rating column would silently change every item, so it is refused. Throws a CatalogFileError.
 */
export function checkHeader(file: string, cells: string[], mapping: CatalogMapping): Header {
  const names = cells.map((cell) => cell.trim());
  const absent: Header['absent'] = [];
  const missing: string[] = [];
  for (const [key, name] of Object.entries(mapping.columns) as [keyof CatalogMapping['columns'], string][]) {
    if (names.filter((each) => each === name).length > 1) {
      throw new CatalogFileError(`${file}: the header has the column ${name} twice`);
    }
    if (names.includes(name)) continue;
    if (key in enrichments) absent.push({ name, column: enrichments[key as keyof typeof enrichments] });
    else missing.push(name);
  }
  if (missing.length > 0) throw new CatalogFileError(`${file}: ${missingColumns(names, missing)}`);
  return { names, absent };
}

function missingColumns(names: string[], missing: string[]): string {
  const separator = names.length === 1 ? [';', '\t', '|'].find((each) => names[0]!.includes(each)) : undefined;
  if (separator !== undefined) return `cells must be separated by commas, not by ${JSON.stringify(separator)}`;
  const found = names.length > 20 ? `${names.slice(0, 20).join(', ')} ...` : names.join(', ');
  const what = missing.length === 1 ? `the column ${missing[0]}` : `the columns ${missing.join(', ')}`;
  return `the header (line 1) lacks ${what}, which the program maps; it has ${found.slice(0, 500)}`;
}
