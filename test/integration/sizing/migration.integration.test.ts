import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../../workers/paths';
import { createTestDatabase, type TestDatabase } from '../../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const stateOf = async () =>
  (
    await database.pool.query(
      `SELECT table_name, column_name, data_type FROM information_schema.columns
       WHERE table_name IN ('items', 'surveys', 'measurements', 'fit_models') ORDER BY 1, 2`,
    )
  ).rows;

test('0012 can be taken back and made again, with what was there before left as it was', async () => {
  const text = readFileSync(join(repositoryRoot(), 'db', 'migrations', '0012_sizing.sql'), 'utf8');
  const [up = '', down = ''] = text.split('-- Down Migration');
  const { pool } = database;
  await pool.query(`INSERT INTO programs (id, config) VALUES ('p', '{}')`);
  await pool.query(
    `INSERT INTO items (program_id, sku, title, category_path, price_cents, review_count, style_id, size)
     VALUES ('p', 'worn', 'A shirt', '{Wear}', 100, 0, 'shirt', 'M'), ('p', 'toy', 'A toy', '{Toys}', 100, 0, NULL, NULL)`,
  );
  await pool.query(`INSERT INTO measurements (customer_id, height_cm) VALUES ('cus_1', 170)`);
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
