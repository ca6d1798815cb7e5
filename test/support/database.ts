import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { createPool } from '#db/pool';

export interface TestDatabase {
  url: string;
  pool: Pool;
  /** Closes the pool and removes the database, whoever is still connected. */
  drop(): Promise<void>;
}

/** A migrated database for one test file, cloned from the template. Call `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE everbox_template STRATEGY FILE_COPY`);
  const url = serverUrl().replace(/\/postgres$/, `/${name}`);
  const pool = createPool(url);
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** Address of the Temporal server that all integration tests share; give each test file a task queue of its own. */
export function testTemporalAddress(): string {
  return required('EVERBOX_TEST_TEMPORAL_ADDRESS');
}

function serverUrl(): string {
  return required('EVERBOX_TEST_POSTGRES_URL');
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: is this file named *.integration.test.ts?`);
  return value;
}
