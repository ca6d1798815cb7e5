/**
 * Brings the schema to the newest migration in `directory`; a schema that is there already is left alone. Each
 * migration commits whole or not at all, and two processes that migrate at once wait for each other.
 */
export async function migrate(databaseUrl: string, directory: string): Promise<void> {
  // The package is ESM only.
  const { runner } = await import('node-pg-migrate');
  await runner({
    databaseUrl,
    dir: directory,
    direction: 'up',
    migrationsTable: 'migrations',
    singleTransaction: false,
    advisoryLockMode: 'wait',
    log: () => undefined,
  });
}
