import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#workers/paths';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const stateOf = async () =>
  (
    await database.pool.query(
      `SELECT table_name, column_name, data_type FROM information_schema.columns
       WHERE table_name IN ('items', 'surveys', 'measurements', 'fit_models', 'model_refreshes', 'model_publications')
       ORDER BY 1, 2`,
    )
  ).rows;
const halvesOf = (name: string): string[] =>
  readFileSync(join(repositoryRoot(), 'db', 'migrations', `${name}.sql`), 'utf8').split('-- Down Migration');

test('0014 and 0013 can be taken back and made again; the fit model that was in charge is in charge', async () => {
  const { pool } = database;
  await pool.query(`INSERT INTO programs (id, config) VALUES ('worn', '{}')`);
  await pool.query(
    `INSERT INTO fit_models (program_id, version, refresh_id, state, bytes, records)
     VALUES ('worn', 1, 'r1', 'retired', 'x', 9), ('worn', 2, 'r2', 'published', 'x', 9), ('worn', 3, 'r3', 'rejected', NULL, 9)`,
  );
  await pool.query(
    `INSERT INTO model_refreshes (refresh_id, kind, program_id, outcome, reason)
     VALUES ('r1', 'selection', 'worn', 'notEnoughData', 'x'), ('r1', 'fit', 'worn', 'published', 'x')`,
  );
  await pool.query(
    `INSERT INTO surveys (id, subscription_id, survey_id, program_id, customer_id, state)
     VALUES ('order-first', 'order', 'first', 'worn', 'cus_1', 'sent')`,
  );
  const before = await stateOf();
  const names = ['0013_order_surveys', '0014_fit_model_lifecycle'];
  for (const name of names.toReversed()) await pool.query(halvesOf(name)[1]!);
  expect(await stateOf()).not.toEqual(before);
  expect((await pool.query('SELECT version FROM fit_models ORDER BY version')).rows).toEqual([
    { version: 1 },
    { version: 2 },
  ]);
  expect((await pool.query('SELECT refresh_id FROM model_refreshes')).rows).toEqual([{ refresh_id: 'r1' }]);
  for (const name of names) await pool.query(halvesOf(name)[0]!);
  expect(await stateOf()).toEqual(before);
  expect((await pool.query('SELECT state FROM fit_models ORDER BY version')).rows).toEqual([
    { state: 'retired' },
    { state: 'published' },
  ]);
});

test('0012 can be taken back and made again, with what was there before left as it was', async () => {
  const [up = '', down = ''] = halvesOf('0012_sizing');
  const { pool } = database;
  await pool.query(`INSERT INTO programs (id, config) VALUES ('p', '{}')`);
  await pool.query(
    `INSERT INTO items (program_id, sku, title, category_path, price_cents, review_count, style_id, size)
     VALUES ('p', 'worn', 'A shirt', '{Wear}', 100, 0, 'shirt', 'M'), ('p', 'toy', 'A toy', '{Toys}', 100, 0, NULL, NULL)`,
  );
  await pool.query(`INSERT INTO measurements (customer_id, height_cm) VALUES ('cus_1', 170)`);
  for (const later of ['0014_fit_model_lifecycle', '0013_order_surveys']) await pool.query(halvesOf(later)[1]!);
  const before = await stateOf();
  await pool.query(down);
  expect(await stateOf()).not.toEqual(before);
  await pool.query(up);
  expect(await stateOf()).toEqual(before);
  expect((await pool.query('SELECT sku, style_id, size FROM items ORDER BY sku')).rows).toEqual([
    { sku: 'toy', style_id: null, size: null },
    { sku: 'worn', style_id: null, size: null },
  ]);
});

test.each([
  `INSERT INTO measurements (customer_id, height_cm) VALUES ('cus_2', 1700)`,
  `INSERT INTO measurements (customer_id, weight_kg) VALUES ('cus_2', 0)`,
  `UPDATE items SET size = 'M', style_id = NULL WHERE sku = 'toy'`,
])('the database refuses it too: %s', async (statement) => {
  await expect(database.pool.query(statement)).rejects.toThrow(/violates check constraint/);
});
