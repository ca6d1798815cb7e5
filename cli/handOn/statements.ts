import type { Writable } from 'node:stream';
import type { QueryArrayResult } from 'pg';
import { createPool } from '#db/pool';
import { oneLine, table } from '../ops/table';
import { countOf } from '#domain/countOf';

/** Values are shown as Postgres writes them. */
const asText = { getTypeParser: () => (value: string) => value };

/** Runs SQL, one statement or several in one transaction, and prints what each answers, much as psql does. */
export async function printStatements(databaseUrl: string, sql: string, out: Writable): Promise<void> {
  const db = createPool(databaseUrl, 1);
  try {
    const answer = await db.query<string[]>({ text: sql, rowMode: 'array', types: asText });
    for (const result of [answer].flat()) out.write(`${described(result)}\n`);
  } finally {
    await db.end();
  }
}

function described({ fields, rows, command, rowCount }: QueryArrayResult<(string | null)[]>): string {
  if (fields.length === 0) return rowCount === null ? command : `${command} ${rowCount}`;
  const cells = rows.map((row) => row.map((cell) => cell && oneLine(cell)));
  return `${table(
    fields.map(({ name }) => name),
    cells,
  )}\n(${countOf(rows.length, 'row')})`;
}
