import type { DuckDBConnection } from '@duckdb/node-api';
import { duckDb } from './libraries';

export interface DuckDbSettings {
  /** In DuckDB's words, `256MB`. What does not fit is spilled. */
  memory: string;
  /** Where it spills to. */
  spillDirectory: string;
  /** One, where the same input has to give the same bytes; absent: all cores. */
  threads?: number;
}

/** A database in memory; `close` ends it, with whatever it was doing. */
export async function openDuckDb(
  settings: DuckDbSettings,
): Promise<{ connection: DuckDBConnection; close: () => void }> {
  const instance = await duckDb().DuckDBInstance.create(':memory:', {
    memory_limit: settings.memory,
    temp_directory: settings.spillDirectory,
    // What is not linked in would be fetched from the network.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(settings.threads ? { threads: String(settings.threads) } : {}),
  });
  const connection = await instance.connect();
  const close = (): void => {
    connection.interrupt();
    connection.closeSync();
    instance.closeSync();
  };
  return { connection, close };
}

/** Runs `work` on a database in memory, and ends it. */
export async function withDuckDb<T>(
  settings: DuckDbSettings,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const { connection, close } = await openDuckDb(settings);
  try {
    return await work(connection);
  } finally {
    close();
  }
}

/** A text as a literal of SQL. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
