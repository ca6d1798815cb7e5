import type { DuckDBValue } from '@duckdb/node-api';
import { duckDb } from './libraries';

/** What JSON and CSV know. */
export type PlainValue = string | number | boolean | null | PlainValue[] | { [name: string]: PlainValue };

/**
 * A value of DuckDB as one that JSON and CSV know. Whole numbers stay numbers as far as a number holds them exactly, times
 * are ISO 8601 in UTC, and what JSON has no word for (a decimal, an interval) is its text or nearest number.
 */
export function plainValue(value: DuckDBValue): PlainValue {
  const library = duckDb();
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object') return value;
  if (value instanceof library.DuckDBDecimalValue) return value.toDouble();
  if (isTimestamp(value))
    return String(value)
      .replace(' ', 'T')
      .replace(/(\+00)?$/, 'Z');
  if (value instanceof library.DuckDBListValue || value instanceof library.DuckDBArrayValue) {
    return value.items.map(plainValue);
  }
  if (value instanceof library.DuckDBStructValue) return plainObject(Object.entries(value.entries));
  if (value instanceof library.DuckDBMapValue) {
    return plainObject(value.entries.map(({ key, value: entry }) => [String(key), entry]));
  }
  return String(value);
}

/** A value of DuckDB's type JSON, which it hands over as text, as what it says. */
export const plainJson = (value: DuckDBValue): PlainValue =>
  typeof value === 'string' ? (JSON.parse(value) as PlainValue) : plainValue(value);

function isTimestamp(value: object): boolean {
  const { DuckDBTimestampValue, DuckDBTimestampTZValue } = duckDb();
  return value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue;
}

const plainObject = (entries: [string, DuckDBValue][]): PlainValue =>
  Object.fromEntries(entries.map(([name, value]) => [name, plainValue(value)]));
