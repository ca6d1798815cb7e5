import { ApiClient } from '#cli/http/client';
import { readMetrics } from '#cli/metrics/read';
import { metricsCsv, metricsTable } from '#cli/metrics/views';
import { publishProgram } from '#db/catalog/programs';
import { toyProgram } from '#test/support/toyProgram';
import { ApiRig, type Json, tokenFor } from '../rig';
import { randomWorld } from './random';
import { storeWorld } from './world';

let rig: ApiRig;
const toys = randomWorld('test-toys', 100, 3);

beforeAll(async () => {
  rig = await ApiRig.open();
  const arms = [
    { id: 'more', share: 0.5 },
    { id: 'control', share: 0.5 },
  ];
  const experiments = [{ id: 'novelty', title: 'More that is new', arms }];
  await publishProgram(rig.database.pool, toyProgram({ id: 'test-empty', experiments }));
  await storeWorld(rig.database.pool, toys);
});
afterAll(() => rig.close());

const read = (query = '') => rig.call('GET', `/v1/ops/metrics${query}`, { role: 'operator' });
const rates = ['renewalRate', 'swapRate', 'skipRate', 'returnRate', 'churnRate'] as const;

test('where nothing happened, every n is 0 and every value null', async () => {
  const nothing = { n: 0, customers: 0, value: null, low: null, high: null };
  const { body } = await read('?programId=test-empty');
  const [group] = body.groups;
  for (const metric of rates) expect(group[metric]).toEqual(nothing);
  expect(group.itemStars).toEqual({ ...nothing, distribution: {} });
  expect([group.churnReasons, group.surveys, body.comparisons]).toEqual([[], [], []]);
  for (const groupBy of ['month', 'modelVersion', 'cohort']) {
    expect((await read(`?programId=test-empty&groupBy=${groupBy}`)).body.groups).toEqual([]);
  }
});

test('model versions are in the order of their numbers', async () => {
  const { body } = await read('?programId=test-toys&groupBy=modelVersion');
  expect(body.groups.map(({ key }: Json) => key)).toEqual(['2', '10', 'rules']);
});

test('reasons beyond the most frequent are one line', async () => {
  await publishProgram(rig.database.pool, toyProgram({ id: 'test-words' }));
  const [template] = toys.subscriptions.filter(({ endedAt }) => endedAt);
  const subscriptions = Array.from({ length: 25 }, (_, n) => ({
    ...template!,
    id: `words-${n}`,
    programId: 'test-words',
    reason: `reason ${n}`,
  }));
  await storeWorld(rig.database.pool, { subscriptions, cycles: [], stars: [], surveys: [] });
  const { churnReasons } = (await read('?programId=test-words')).body.groups[0];
  expect(churnReasons).toHaveLength(21);
  expect(churnReasons.at(-1)).toMatchObject({ reason: null, isOther: true, count: 5 });
});

test('the stars of a test clock are told in business time', async () => {
  await publishProgram(rig.database.pool, toyProgram({ id: 'test-clocked' }));
  const [template] = toys.subscriptions;
  const now = new Date();
  const subscription = {
    ...template!,
    id: 'clocked',
    programId: 'test-clocked',
    status: 'active' as const,
    endedAt: null,
  };
  await storeWorld(rig.database.pool, {
    subscriptions: [subscription],
    cycles: [],
    stars: [{ subscriptionId: 'clocked', stars: 5, at: now }],
    surveys: [],
  });
  await rig.database.pool.query(
    `INSERT INTO test_clocks (id, origin_wall_at, origin_business_at, speed) VALUES ('clk_metrics', $1, '2040-05-01', 1000)`,
    [now],
  );
  await rig.database.pool.query(`UPDATE subscriptions SET test_clock_id = 'clk_metrics' WHERE id = 'clocked'`);
  const { body } = await read(
    '?programId=test-clocked&groupBy=month&from=2040-05-01T00:00:00Z&to=2040-06-01T00:00:00Z',
  );
  expect(body.groups.map(({ key, subscriptionStars }: Json) => [key, subscriptionStars.n])).toEqual([['2040-05', 1]]);
});

const ends = ({ value, low, high, n, customers }: Json) => ({ value, low, high, n, customers });

test('everbox metrics prints what the API says, as a table and as CSV', async () => {
  const api = new ApiClient({ apiUrl: rig.listening.url, token: await tokenFor('operator', 'ops_1') });
  const metrics = await readMetrics(api, { program: 'test-toys', groupBy: 'arm:novelty', from: '2025-02-01' });
  const { body } = await read('?programId=test-toys&groupBy=arm:novelty&from=2025-02-01T00:00:00Z');
  expect(metrics).toEqual({ groups: body.groups, comparisons: body.comparisons });
  expect(metricsTable(metrics)).toMatch(/^test-toys +more +control +swapRate +-?\d+\.\d % +/m);
  const lines = metricsCsv(metrics).split('\n');
  expect(lines).toContain(`test-toys,control,,swapRate,${Object.values(ends(body.groups[0].swapRate)).join(',')}`);
  await expect(readMetrics(api, { groupBy: 'colour' })).rejects.toThrow('groupBy: must be cohort, signUpMonth');
});

test('what takes too long to count is refused as such, and holds nobody up', async () => {
  const blocker = await rig.database.pool.connect();
  try {
    await blocker.query('BEGIN');
    await blocker.query('LOCK TABLE ratings IN ACCESS EXCLUSIVE MODE');
    const { status, body, headers } = await read();
    expect([status, body.detail, headers.get('retry-after')]).toEqual([
      503,
      'that is too much to count: ask for one program, or for a shorter span',
      '10',
    ]);
  } finally {
    await blocker.query('ROLLBACK');
    blocker.release();
  }
  expect((await read()).status).toBe(200);
});

test.each([
  ['groupBy=colour', 'groupBy', 'format:regex'],
  ['groupBy=arm:', 'groupBy', 'format:regex'],
  ['groupBy=arm:no-such-one', 'groupBy', 'exists'],
  ['from=yesterday', 'from', 'format:datetime'],
  ['from=2025-01-01', 'from', 'format:datetime'],
  ['from=2025-02-01T00:00:00Z&to=2025-02-01T00:00:00Z', 'to', 'after:from'],
  ['programId=nothing', 'programId', 'exists'],
  ['programId=a%00b', 'programId', 'format:regex'],
  ['cohort=1', 'cohort', 'undeclared'],
])('%s is refused, naming field and rule', async (query, field, rule) => {
  const { status, body } = await read(`?${query}`);
  expect([status, body.errors.map((each: Json) => [each.in, each.field, each.rule])]).toEqual([
    400,
    [['query', field, rule]],
  ]);
});

test('an experiment that never was is refused with those that there are', async () => {
  const { body } = await read('?groupBy=arm:no-such-one');
  expect(body.detail).toMatch(/^groupBy: there is no experiment no-such-one; there are: novelty of test-empty$/);
});

test('only an operator may ask', async () => {
  for (const role of ['customer', 'courier', 'service'] as const) {
    expect((await rig.call('GET', '/v1/ops/metrics?groupBy=month', { role })).status).toBe(403);
  }
  expect((await rig.call('GET', '/v1/ops/metrics')).status).toBe(401);
});
