import { parseCount, parseSku } from './cells';
import type { CatalogRow, Refusal } from './mapRow';

/** Units of one item that a station counted on its shelf. */
export interface StationCount {
  stationId: string;
  programId: string;
  sku: string;
  units: number;
}

/** What a row is held against. */
export interface KnownPlaces {
  stations: ReadonlySet<string>;
  programs: ReadonlySet<string>;
  /** Program of rows that name none; null: each must. */
  programId: string | null;
}

/** The columns of a file of counts; `program_id` may be absent. */
export const countColumns = ['station_id', 'program_id', 'sku', 'units'] as const;
/** More than any shelf holds: a price or an article number in the wrong column. */
const mostUnits = 1_000_000;

/** One row as a count, or the first reason why it is none. Nothing is guessed: an empty cell is not zero units. */
export function countRow(
  row: CatalogRow,
  line: number,
  { stations, programs, programId }: KnownPlaces,
): { count: StationCount } | { refusal: Refusal } {
  const cell = (column: (typeof countColumns)[number]): string => (row[column] ?? '').trim();
  const refuse = (column: (typeof countColumns)[number], reason: string) => {
    return { refusal: { line, sku: cell('sku'), column, reason } };
  };
  const stationId = cell('station_id');
  if (!stations.has(stationId))
    return refuse('station_id', stationId === '' ? 'is empty' : 'is no station of the zone');
  const program = cell('program_id') || programId;
  if (!program) return refuse('program_id', 'is empty, and no --program is given');
  if (!programs.has(program)) return refuse('program_id', 'is no published program');
  const sku = parseSku(cell('sku'));
  if (!sku.ok) return refuse('sku', sku.reason);
  if (cell('units') === '') return refuse('units', 'is empty');
  const units = parseCount(cell('units'));
  if (!units.ok) return refuse('units', units.reason);
  if (units.value > mostUnits) return refuse('units', 'is more than a million');
  return { count: { stationId, programId: program, sku: sku.value, units: units.value } };
}
