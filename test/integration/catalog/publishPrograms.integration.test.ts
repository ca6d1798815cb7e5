import { listPrograms, readProgram } from '#db/catalog/programs';
import { loadPrograms, publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';

let database: TestDatabase;
const programs = loadPrograms();

beforeAll(async () => {
  database = await createTestDatabase();
});

afterAll(() => database.drop());

describe('publishPrograms', () => {
  it('stores what changed, and reads back what was stored', async () => {
    expect(await publishPrograms(database.pool)).toEqual(['book-box', 'coffee-club', 'stem-toys', 'wardrobe']);
    expect(await publishPrograms(database.pool)).toEqual([]);
    expect(await listPrograms(database.pool)).toEqual(programs);
    expect(await readProgram(database.pool, 'tea-club')).toBeNull();

    const renamed = { ...programs[0]!, title: 'Books by post' };
    expect(await publishPrograms(database.pool, [renamed])).toEqual(['book-box']);
    expect(await readProgram(database.pool, 'book-box')).toEqual(renamed);
  });

  it('publishes nothing when a plan is gone that customers are on', async () => {
    await publishPrograms(database.pool);
    await database.pool.query(
      `INSERT INTO subscriptions (id, customer_id, program_id, plan_id, cohort, status, zone, anchor_at, email, address_id,
         payment_method_id, preferences, next_open_at, next_open_wall_at)
       SELECT status, 'c', 'coffee-club', plan, '0', status, 'UTC', now(), 'c@example.org', 'a', 'p', '{}', now(), now()
       FROM (VALUES ('active', 'fortnightly'), ('cancelled', 'four-weekly')) AS wanted (status, plan)`,
    );
    const [books, coffee] = programs;
    const without = (gone: string) => ({ ...coffee!, plans: coffee!.plans.filter(({ id }) => id !== gone) });
    const renamed = { ...books!, title: 'Never published' };
    await expect(publishPrograms(database.pool, [renamed, without('fortnightly')])).rejects.toThrow(
      'coffee-club.yaml: plans: "fortnightly" has subscriptions, so it must stay',
    );
    expect(await listPrograms(database.pool)).toEqual(programs);
    expect(await publishPrograms(database.pool, [without('four-weekly')])).toEqual(['coffee-club']);
  });
});
