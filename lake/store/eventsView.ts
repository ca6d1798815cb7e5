import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { eventColumns, partitionColumns, partsPattern, partsPrefix } from '#domain/lake/layout';
import { literal } from './duckdb';

const types = (columns: Record<string, string>): string =>
  `{${Object.entries(columns)
    .map(([name, type]) => `${name}: ${type}`)
    .join(', ')}}`;

/**
 * The view `events` over every file of a directory, with the columns of the layout, day and hour of the partition and number
 * of the batch (a late event has a later one than its neighbours); of an empty warehouse it is empty. Then
 * the database is shut: it reads below these directories and nowhere else, and no setting can be changed.
 * Answers whether anything was exported yet.
 */
export async function openEventsView(
  connection: DuckDBConnection,
  directory: string,
  spillDirectory: string,
): Promise<boolean> {
  const all = { ...eventColumns, ...partitionColumns, batch: 'BIGINT' };
  const batch = `regexp_extract(filename, '/part-([0-9]+)[^/]*$', 1)::BIGINT AS batch`;
  const empty = Object.entries(all).map(([name, type]) => `NULL::${type} AS ${name}`);
  const parts = `read_parquet(${literal(join(directory, partsPattern))}, hive_partitioning = true, filename = true,
    hive_types = ${types(partitionColumns)})`;
  const isExported = await hasParts(directory);
  const source = isExported
    ? `SELECT ${Object.keys(all).join(', ')} FROM (SELECT *, ${batch} FROM ${parts})`
    : `SELECT ${empty.join(', ')} WHERE false`;
  await connection.run(`CREATE VIEW events AS ${source}`);
  const readable = [directory, spillDirectory].map((path) => literal(join(path, '/')));
  await connection.run(`SET allowed_directories = [${readable.join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return isExported;
}

async function hasParts(directory: string): Promise<boolean> {
  const events = join(directory, partsPrefix);
  if (!existsSync(events)) return false;
  return (await readdir(events, { recursive: true })).some((name) => name.endsWith('.parquet'));
}
