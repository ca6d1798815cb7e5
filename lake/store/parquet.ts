import { eventColumns } from '#domain/lake/layout';
import type { Removals } from '#domain/lake/removals';
import type { DuckDBConnection } from '@duckdb/node-api';
import { literal, withDuckDb } from './duckdb';

// One thread, so that the same rows give the same bytes. A row group is some 40 MB of events before it is compressed, and
// no more than a few are in memory.
const writing = { memory: '256MB', threads: 1 };
const parquetOptions = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)';

/**
 * Events as CSV (the columns of the layout, times in µs since the epoch; an unquoted empty field is null) into a Parquet
 * file, in the order of the rows.
 * @returns how many rows there were
 */
export function csvToParquet(csv: string, parquet: string, spillDirectory: string): Promise<number> {
  const columns = Object.entries(eventColumns);
  const read = columns.map(([name, type]) => `${name}: '${type === 'TIMESTAMP' ? 'BIGINT' : type}'`);
  const selected = columns.map(([name, type]) => (type === 'TIMESTAMP' ? `make_timestamp(${name}) AS ${name}` : name));
  const source = `read_csv(${literal(csv)}, columns = {${read.join(', ')}}, auto_detect = false, header = false,
    delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false)`;
  return withDuckDb({ ...writing, spillDirectory }, async (connection) => {
    const query = `SELECT ${selected.join(', ')} FROM ${source}`;
    const written = await connection.runAndReadAll(`COPY (${query}) TO ${literal(parquet)} ${parquetOptions}`);
    return Number(written.getRows()[0]?.[0]);
  });
}

const isRemoved = `(EXISTS (SELECT 1 FROM erasures WHERE erasures.customer_id = events.customer_id
  AND least(events.occurred_at, events.received_at) <= make_timestamp(erasures.erased_at_us))
  OR EXISTS (SELECT 1 FROM retractions WHERE retractions.id = events.id
    AND events.received_at = make_timestamp(retractions.received_at_us)))`;

/**
 * Writes the file again without what has to go; nothing is written when nothing has to go, or nothing is left.
 * @returns rows that had to go, and that are left
 */
export function rewriteWithout(
  parquet: string,
  { erasures, retractions }: Removals,
  target: string,
  spillDirectory: string,
): Promise<{ removed: number; left: number }> {
  return withDuckDb({ ...writing, spillDirectory }, async (connection) => {
    await fill(
      connection,
      'erasures (customer_id VARCHAR, erased_at_us BIGINT)',
      erasures.map(({ customerId, erasedAtUs }) => [customerId, erasedAtUs]),
    );
    await fill(
      connection,
      'retractions (id VARCHAR, received_at_us BIGINT)',
      retractions.map(({ id, receivedAtUs }) => [id, receivedAtUs]),
    );
    const events = `read_parquet(${literal(parquet)}, hive_partitioning = false) AS events`;
    const counted = await connection.runAndReadAll(`SELECT count(*), count(*) FILTER (${isRemoved}) FROM ${events}`);
    const [all = 0, removed = 0] = counted.getRows()[0]?.map(Number) ?? [];
    if (removed > 0 && removed < all) {
      const kept = `SELECT * FROM ${events} WHERE NOT ${isRemoved}`;
      await connection.run(`COPY (${kept}) TO ${literal(target)} ${parquetOptions}`);
    }
    return { removed, left: all - removed };
  });
}

/** A table of texts and whole numbers. */
async function fill(connection: DuckDBConnection, table: string, rows: [string, string][]): Promise<void> {
  await connection.run(`CREATE TABLE ${table}`);
  const appender = await connection.createAppender(table.slice(0, table.indexOf(' ')));
  for (const [text, number] of rows) {
    appender.appendVarchar(text);
    appender.appendBigInt(BigInt(number));
    appender.endRow();
  }
  appender.closeSync();
}
