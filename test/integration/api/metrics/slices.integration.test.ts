import { tallyCycles } from '#db/reports/cycleMetrics';
import { type Slice, slicesOf } from '#db/reports/metricSlices';
import type { MetricsScope } from '#db/reports/metricTallies';
import { publishProgram } from '#db/catalog/programs';
import { tallyChurn, tallySubscriptionStars } from '#db/reports/subscriptionMetrics';
import { tallyScales, tallySurveyResponses } from '#db/reports/surveyMetrics';
import { addTallies } from '#domain/metrics/addTallies';
import type { Grouping } from '#domain/metrics/grouping';
import type { GroupTally } from '#domain/metrics/types';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { toyProgram } from '#test/support/toyProgram';
import { randomWorld } from './random';
import { storeWorld } from './world';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  for (const [seed, id] of ['test-toys', 'test-games'].entries()) {
    await publishProgram(database.pool, toyProgram({ id }));
    await storeWorld(database.pool, randomWorld(id, 150, seed));
  }
});
afterAll(() => database.drop());

const everybody: MetricsScope = { programId: null, fromMs: null, toMs: null, grouping: { by: 'program' } };
const groupings: Grouping[] = [
  ...(['program', 'cohort', 'plan', 'signUpMonth', 'month', 'modelVersion'] as const).map((by) => ({ by })),
  { by: 'arm', experimentId: 'novelty' },
];
const inOrder = (tallies: GroupTally[]): GroupTally[] =>
  tallies.toSorted((one, other) => idOf(one).localeCompare(idOf(other)));
const idOf = ({ metric, programId, key }: GroupTally): string => `${metric} ${programId} ${key}`;
const slices = (count: number): Slice[] => Array.from({ length: count }, (_, number) => ({ count, number }));

describe.each(groupings)('by %j', (grouping) => {
  test.each(
    [tallyCycles, tallyChurn, tallySubscriptionStars, tallySurveyResponses, tallyScales].flatMap((tally) => [
      [tally, null] as const,
      [tally, '2025-03-01'] as const,
    ]),
  )('slices of the customers add up to all of them (%p, from %p)', async (tally, from) => {
    const scope = { ...everybody, grouping, fromMs: from === null ? null : Date.parse(from) };
    const sums = async (count: number) => {
      const parts: GroupTally[][] = [];
      for (const slice of slices(count)) parts.push(await tally(database.pool, scope, slice));
      return { parts, all: inOrder(addTallies(parts)) };
    };
    const whole = await sums(1);
    const parts = await sums(7);
    expect(whole.all.length).toBeGreaterThan(1);
    expect(parts.all).toEqual(whole.all);
    // None of them is all of it: the customers are shared out.
    const customersOf = (tallies: GroupTally[]) => Math.max(...tallies.map(({ customers }) => customers));
    for (const part of parts.parts) expect(customersOf(part)).toBeLessThan(customersOf(whole.all) / 2);
  });
});

describe('how many slices', () => {
  const countOf = async (cycles: number, grouping: Grouping) => {
    const counting = { query: () => Promise.resolve({ rows: [{ cycles }] }) } as unknown as TestDatabase['pool'];
    const made = await slicesOf(counting, { ...everybody, grouping });
    expect(made).toEqual(slices(made.length));
    return made.length;
  };

  test.each<[Grouping['by'], number, number]>([
    ['month', 0, 1],
    ['month', 250_000, 1],
    ['month', 250_001, 3],
    ['month', 1_000_000, 8],
    ['modelVersion', 1_000_000, 8],
    ['month', 100_000_000, 16],
    ['program', 500_000, 1],
    ['program', 1_000_000, 4],
    ['plan', 1_500_000, 6],
  ])('by %s, of %d cycles: %d', async (by, cycles, count) => {
    expect(await countOf(cycles, { by } as Grouping)).toBe(count);
  });

  test('cycles of the span count, and no others', async () => {
    const fromMs = Date.parse('2025-03-01');
    const { rows } = await database.pool.query('SELECT count(*) AS n FROM cycles WHERE cutoff_at >= $1', [
      new Date(fromMs),
    ]);
    const asked: unknown[] = [];
    const spy = {
      query: async (text: string, values: unknown[]) => {
        const answer = await database.pool.query(text, values);
        asked.push(...answer.rows);
        return answer;
      },
    } as unknown as TestDatabase['pool'];
    expect(await slicesOf(spy, { ...everybody, fromMs })).toHaveLength(1);
    expect(asked).toEqual([{ cycles: rows[0].n }]);
  });
});
