import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { QueryResult } from '#lake/store/query';
import type { PlainValue } from '#lake/store/values';
import { csvLine } from '#domain/csv';
import { oneLine } from '../ops/table';
import { countOf } from '#domain/countOf';

export type Format = 'csv' | 'json' | 'table';

/** Writes a result as it comes: what is longer than memory goes through. */
export async function printResult(result: QueryResult, format: Format, out: Writable): Promise<void> {
  for await (const text of texts(result, format)) {
    if (out.destroyed) return; // the reader has seen enough (`| head`)
    if (!out.write(text)) await Promise.race([once(out, 'drain'), once(out, 'close')]);
  }
}

function texts(result: QueryResult, format: Format): AsyncIterable<string> {
  switch (format) {
    case 'csv':
      return csv(result);
    case 'json':
      return json(result);
    case 'table':
      return table(result);
  }
}

async function* csv({ columns, rows }: QueryResult): AsyncIterable<string> {
  yield `${csvLine(columns)}\n`;
  for await (const some of rows) yield some.map((row) => `${csvLine(row)}\n`).join('');
}

/** One JSON array with one object per line. */
async function* json({ columns, rows }: QueryResult): AsyncIterable<string> {
  let before = '[\n';
  for await (const some of rows) {
    const lines = some.map((row) => JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at]]))));
    yield `${before}${lines.join(',\n')}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** Columns are as wide as the first rows need; a wider value later moves its own line only. */
async function* table({ columns, rows }: QueryResult): AsyncIterable<string> {
  let widths: number[] | undefined;
  let count = 0;
  for await (const some of rows) {
    const lines = some.map((row) => row.map(tableCell));
    if (!widths) {
      const sample = [columns, ...lines.slice(0, 100)];
      widths = columns.map((_, at) => Math.max(...sample.map((line) => line[at]?.length ?? 0)));
      yield tableLine(columns, widths);
    }
    for (const line of lines) yield tableLine(line, widths);
    count += some.length;
  }
  if (!widths) yield `${columns.join('  ')}\n`;
  yield `(${countOf(count, 'row')})\n`;
}

const tableLine = (line: string[], widths: number[]): string =>
  `${line
    .map((cell, at) => cell.padEnd(widths[at] ?? 0))
    .join('  ')
    .trimEnd()}\n`;

function tableCell(value: PlainValue): string {
  if (value === null) return '-';
  return oneLine(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
