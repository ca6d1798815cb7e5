import type { z } from 'zod';
import { plainly } from '#domain/schemaWords';

/** An instance can't be read; the message names file, line, column and rule. */
export class InstanceError extends Error {}

/** Reads a table: tab-separated, names of the columns in the first line. Throws an InstanceError that names line, column and rule. */
export function readTable<T>(file: string, text: string, schema: z.ZodType<T>): T[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = lines[0]!.split('\t').map((name) => name.trim());
  const rows: T[] = [];
  lines.forEach((line, index) => {
    if (index === 0 || line.trim() === '') return;
    const cells = line.split('\t').map((cell) => cell.trim());
    if (cells.length !== columns.length) {
      throw new InstanceError(`${file}:${index + 1}: has ${cells.length} columns, the header ${columns.length}`);
    }
    const { data, error } = schema.safeParse(Object.fromEntries(columns.map((name, i) => [name, cells[i]])), plainly);
    if (error) throw new InstanceError(`${file}:${index + 1}: ${describe(error.issues[0]!, columns)}`);
    rows.push(data);
  });
  return rows;
}

function describe({ path, message }: z.core.$ZodIssue, columns: readonly string[]): string {
  const column = String(path[0]);
  return columns.includes(column) ? `${column} ${message}` : `the header has no column "${column}"`;
}
