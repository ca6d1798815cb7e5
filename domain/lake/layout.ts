import { hourMs } from '../time';

/** How the warehouse is laid out: Parquet files in Hive partitions, which DuckDB, Spark and pandas read as they are. */

/** Columns of a file, in order, with their type in DuckDB's words. `dt` and `hour` come from the path. */
export const eventColumns = {
  id: 'VARCHAR',
  kind: 'VARCHAR',
  customer_id: 'VARCHAR',
  program_id: 'VARCHAR',
  sku: 'VARCHAR',
  subscription_id: 'VARCHAR',
  session_id: 'VARCHAR',
  /** UTC, as all times here. */
  occurred_at: 'TIMESTAMP',
  received_at: 'TIMESTAMP',
  source: 'VARCHAR',
  data: 'JSON',
} as const;

export const partitionColumns = { dt: 'DATE', hour: 'INTEGER' } as const;

/** Every file of events has such a key, and nothing else has: a reader takes all of them. */
export const partsPattern = 'events/*/*/*.parquet';
export const partsPrefix = 'events/';

/**
 * The key of one file: of the hour its events belong to, and of the batch they left with. Built of what stays the same
 * when an export runs again, so that a repeat writes the same file once more.
 * @param hourStartMs start of the hour (UTC), ms since the epoch
 */
export function partKey(hourStartMs: number, batch: number): string {
  if (hourStartMs % hourMs !== 0) throw new Error(`not the start of an hour: ${hourStartMs}`);
  const [day, time] = new Date(hourStartMs).toISOString().split('T') as [string, string];
  return `${partsPrefix}dt=${day}/hour=${time.slice(0, 2)}/part-${String(batch).padStart(12, '0')}.parquet`;
}

export const dayPrefix = (day: string): string => `${partsPrefix}dt=${day}/`;

export const isPartKey = (key: string): boolean => /^events\/dt=[^/]+\/hour=[^/]+\/part-\d+\.parquet$/.test(key);
