import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { withDuckDb } from './duckdb';
import { openEventsView } from './eventsView';
import { duckDb } from './libraries';
import { plainJson, plainValue, type PlainValue } from './values';

/** The question cannot be answered as it was asked; the message says what is wrong with it. */
export class WarehouseQueryError extends Error {
  override readonly name = 'WarehouseQueryError';
}

export interface QueryResult {
  columns: string[];
  /** Was any event exported yet? Before that, the view is empty. */
  isExported: boolean;
  /** A few thousand at a time, as they are found. */
  rows: AsyncIterable<PlainValue[][]>;
}

/** What a question may take; more is spilled to a temporary directory. */
const memory = '1GB';

/**
 * Asks the event files of a directory with one SELECT, and hands the result to `use` as it comes. It can change nothing:
 * other statements are refused, and the database reads below the directory only.
 * @throws WarehouseQueryError
 */
export async function queryWarehouse<T>(
  directory: string,
  sql: string,
  use: (result: QueryResult) => Promise<T>,
): Promise<T> {
  const spillDirectory = await mkdtemp(join(tmpdir(), 'everbox-query-'));
  try {
    return await withDuckDb({ memory, spillDirectory }, async (connection) => {
      const isExported = await openEventsView(connection, directory, spillDirectory);
      const statement = await refusing(() => onlySelect(connection, sql));
      const result = await refusing(() => statement.stream());
      const plain = result.columnTypes().map(({ alias }) => (alias === 'JSON' ? plainJson : plainValue));
      const rows = (async function* () {
        for (;;) {
          const chunk = await refusing(() => result.fetchChunk());
          if (!chunk || chunk.rowCount === 0) return;
          yield chunk.getRows().map((row) => row.map((value, column) => plain[column]!(value)));
        }
      })();
      return use({ columns: result.deduplicatedColumnNames(), isExported, rows });
    });
  } finally {
    await rm(spillDirectory, { recursive: true, force: true });
  }
}

async function onlySelect(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  if (!hasWords(sql)) throw new WarehouseQueryError('there is no question: give one SELECT');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new WarehouseQueryError(`one SELECT at a time, not ${statements.count} statements`);
  const statement = await statements.prepare(0);
  // EXPLAIN too is left out: EXPLAIN ANALYZE runs whatever it explains.
  if (statement.statementType !== duckDb().StatementType.SELECT) {
    throw new WarehouseQueryError('the warehouse is read only: a SELECT is all it answers');
  }
  return statement;
}

/** DuckDB fails without a message on a text that holds comments and blanks only. */
const hasWords = (sql: string): boolean => /\w/.test(sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, ''));

/** DuckDB's own words say what is wrong, and where. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof WarehouseQueryError) throw error;
    throw new WarehouseQueryError(error instanceof Error ? error.message.trim() : String(error), { cause: error });
  }
}
