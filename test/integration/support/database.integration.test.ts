import { Connection } from '@temporalio/client';
import { searchAttributeKeys } from '#workflows/searchAttributes';
import { createTestDatabase, testTemporalAddress, type TestDatabase } from '#test/support/database';

describe('the test servers', () => {
  const databases: TestDatabase[] = [];
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.drop()));
  });

  it('give each caller a migrated database of its own', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    databases.push(one, other);
    await one.pool.query(`INSERT INTO programs (id, config) VALUES ('coffee', '{}')`);
    expect((await one.pool.query('SELECT id FROM programs')).rows).toEqual([{ id: 'coffee' }]);
    expect((await other.pool.query('SELECT id FROM programs')).rows).toEqual([]);
  });

  it('know every search attribute', async () => {
    const connection = await Connection.connect({ address: testTemporalAddress() });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: 'default' });
    await connection.close();
    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(searchAttributeKeys.map(({ name }) => name)));
  });
});
