import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function indexes(): Promise<string[]> {
  const { rows } = await database.pool.query<{ indexdef: string }>(
    `SELECT indexdef FROM pg_indexes WHERE tablename IN ('cycles', 'shipments') ORDER BY indexname`,
  );
  return rows.map(({ indexdef }) => indexdef);
}

test('0015 can be taken back and made again; one cycle and one shipment each stay the most there can be', async () => {
  const text = readFileSync(join(repositoryRoot(), 'db', 'migrations', '0015_metrics_indexes.sql'), 'utf8');
  const [up = '', down = ''] = text.split('-- Down Migration');
  const { pool } = database;
  const insert = (number: number) =>
    pool.query(
      `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id, revision)
       VALUES ($1, 'sub', $2, 'cus', 'p', 'done', 'toy', 100, 'addr', 1)`,
      [`another-${Math.random()}`, number],
    );
  await insert(1);
  const before = await indexes();
  expect(before.join('\n')).toMatch(/cycles_pkey .* INCLUDE \(status, /);
  await pool.query(down);
  expect(await indexes()).not.toEqual(before);
  await expect(insert(1)).rejects.toThrow(/duplicate key/);
  await pool.query(up);
  expect(await indexes()).toEqual(before);
  await expect(insert(1)).rejects.toThrow(/duplicate key/);
  await insert(2);
});
