import { inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { publishProgram } from '#db/catalog/programs';
import { searchEvent } from '#domain/events/search';
import { differenceOfRates } from '#domain/metrics/difference';
import { meanOf, rateOf } from '#domain/metrics/estimate';
import { tallyOf } from '#domain/numbers/tally';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { signUp, storeCycle, storeShipment } from '../fixtures';
import { ApiRig, type Json } from '../rig';

const programId = 'test-toys';
const experiment = {
  id: 'taste',
  title: 'Does taste help to find things?',
  arms: [
    { id: 'with', share: 0.5 },
    { id: 'without', share: 0.5, search: { personalized: false } },
  ],
};
/** A Sunday in the past; each search says how many seconds after it. */
const startMs = Date.now() - 20 * 86_400_000;

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
  await publishProgram(rig.database.pool, toyProgram({ experiments: [experiment] }));
});
afterAll(() => rig.close());

interface Search {
  customer: string;
  session?: string | null;
  at: number;
  query: string;
  results?: number;
  personalized?: boolean;
  /** Places that were clicked, in this order, `after` seconds after the search. */
  clicks?: { sku: string; position?: number; after: number }[];
}

let made = 0;
async function searched(...searches: Search[]): Promise<void> {
  const events = searches.flatMap((search) => {
    const { customer: customerId, session: sessionId = 's1', at, query, results = 10, personalized = true } = search;
    const searchId = `search-${made++}`;
    const arms = { taste: personalized ? 'with' : 'without' };
    const atMs = startMs + at * 1_000;
    const about = { searchId, customerId, programId, sessionId, query, results, personalized, arms };
    const clicks = (search.clicks ?? []).map(({ sku, position, after }, n) => ({
      id: `${searchId}-${n}`,
      kind: 'click' as const,
      customerId,
      programId,
      sku,
      subscriptionId: null,
      sessionId,
      occurredAtMs: atMs + after * 1_000,
      data: { searchId, ...(position === undefined ? {} : { position }) },
    }));
    return [searchEvent(about, atMs), ...clicks];
  });
  await inTransaction(rig.database.pool, (tx) => recordEvents(tx, events));
}

const read = async (query = ''): Promise<Json> =>
  (await rig.call('GET', `/v1/ops/metrics?programId=${programId}${query}`, { role: 'operator' })).body;

/** The same numbers from values per customer. */
const rate = (...byCustomer: number[][]) => rateOf(tallyOf(byCustomer));
const mean = (max: number, ...byCustomer: number[][]) => meanOf(tallyOf(byCustomer), { min: max === 1 ? 0 : 1, max });

test('nobody searched: every number says so', async () => {
  const [group] = (await read()).groups;
  expect(group.searches.all.searchClickRate).toEqual({ n: 0, customers: 0, value: null, low: null, high: null });
});

test('known searches give known numbers, with taste and without, by arm and by month', async () => {
  await searched(
    // Ann types "lego": three texts on the way, one search. She says it again in other words, which she clicks at 3, then 1.
    { customer: 'ann', at: 0, query: 'l' },
    { customer: 'ann', at: 1, query: 'leg' },
    { customer: 'ann', at: 2, query: 'legs' },
    { customer: 'ann', at: 4, query: 'lego' },
    {
      customer: 'ann',
      at: 60,
      query: 'Lego technic',
      clicks: [
        { sku: 'toy-01', position: 3, after: 5 },
        { sku: 'toy-02', position: 1, after: 9 },
      ],
    },
    // In another session nothing is clicked: abandoned; the next one there comes too late to be the same wish.
    { customer: 'ann', session: 's2', at: 5_000, query: 'trains', results: 0 },
    { customer: 'ann', session: 's2', at: 9_000, query: 'trains wooden' },
    // Ben is in the arm without. The same text twice (a filter) is one search; the next is about something else.
    { customer: 'ben', personalized: false, at: 0, query: 'dolls' },
    { customer: 'ben', personalized: false, at: 20, query: 'Dolls ' },
    {
      customer: 'ben',
      personalized: false,
      at: 40,
      query: 'kites',
      clicks: [{ sku: 'toy-03', position: 4, after: 3 }],
    },
    // Without a session's ID; a click whose place is not known.
    { customer: 'cem', session: null, at: 0, query: 'поезд', clicks: [{ sku: 'toy-04', after: 3 }] },
    { customer: 'cem', session: null, at: 10, query: 'поезда 12' },
  );
  // Ann: lego, lego technic, trains, trains wooden. Ben: dolls, kites. Cem: two.
  const [group] = (await read()).groups;
  expect(group.searches.all).toEqual({
    searchClickRate: rate([0, 1, 0, 0], [0, 1], [1, 0]),
    searchReformulationRate: rate([1, 0, 0, 0], [0, 0], [0, 0]),
    searchAbandonRate: rate([0, 0, 1, 1], [0, 0], [0, 1]),
    searchEmptyRate: rate([0, 0, 1, 0], [0, 0], [0, 0]),
    searchReturnRate: rate(),
    searchPosition: mean(10_000, [3], [4]),
    searchReciprocalRank: { ...mean(1, [0, 1 / 3, 0, 0], [0, 1 / 4], [0]), customers: 3, n: 7 },
  });
  const { personalized, plain, difference } = group.searches;
  expect(personalized.searchClickRate).toEqual(rate([0, 1, 0, 0], [1, 0]));
  expect(plain.searchClickRate).toEqual(rate([0, 1]));
  expect(difference.searchClickRate).toEqual(differenceOfRates(rate([0, 1, 0, 0], [1, 0]), rate([0, 1])));

  const { groups, comparisons } = await read('&groupBy=arm:taste');
  expect(groups.map(({ key }: Json) => key)).toEqual(['with', 'without']);
  expect(groups.map(({ searches }: Json) => searches.all.searchClickRate)).toEqual([
    personalized.searchClickRate,
    plain.searchClickRate,
  ]);
  expect(comparisons[0].searches.searchClickRate.value).toBeCloseTo(1 / 2 - 1 / 3, 12);

  const months = (await read('&groupBy=month')).groups;
  const counted = months.reduce((sum: number, { searches }: Json) => sum + searches.all.searchClickRate.n, 0);
  expect(counted).toBe(8);
  const none = await read(`&to=${new Date(startMs - 1).toISOString()}`);
  expect(none.groups[0].searches.all.searchClickRate.n).toBe(0);
  expect((await read('&groupBy=plan')).groups.every(({ searches }: Json) => searches.all.searchClickRate.n === 0)).toBe(
    true,
  );
});

test.each([
  ['trian', 'train', 1], // letters changed places
  ['scince kit', 'science', 1], // one left out
  ['puzzel', 'puzzle', 1],
  ['toys', 'toy', 1],
  ['трактар', 'трактор', 1],
  ['brain', 'train', 0], // other words begin with other letters
  ['bear', 'boar', 0], // a letter makes another word of a short one
  ['robot', 'rabbit', 0],
])('after "%s", "%s" is the same wish in other words: %d', async (query, next, same) => {
  const customer = `cus_${query}`;
  const dayBefore = `&from=${new Date(startMs - 86_400_000).toISOString()}&to=${new Date(startMs).toISOString()}`;
  const rateNow = async () => {
    const { n, value } = (await read(dayBefore)).groups[0].searches.all.searchReformulationRate;
    return Math.round(n * (value ?? 0));
  };
  const before = await rateNow();
  await searched({ customer, at: -3_600, query }, { customer, at: -3_590, query: next });
  expect((await rateNow()) - before).toBe(same);
});

test('what was found by search, delivered, and sent back', async () => {
  const customer = 'cus_dee';
  await rig.database.pool.query(
    `UPDATE items SET style_id = 'shoe', size = right(sku, 1) WHERE sku IN ('toy-07', 'toy-08')`,
  );
  const subscriptionId = await signUp(rig, customer);
  await searched({
    customer,
    at: 0,
    query: 'science',
    clicks: [
      { sku: 'toy-01', position: 1, after: 5 },
      { sku: 'toy-03', position: 2, after: 6 },
      { sku: 'toy-07', position: 3, after: 7 },
    ],
  });
  for (const [cycle, sku] of [
    [1, 'toy-01'],
    [2, 'toy-03'],
    [3, 'toy-05'], // was not found by search
    [4, 'toy-08'], // another size of what was found
  ] as const) {
    await storeCycle(rig, subscriptionId, cycle, { status: 'shipped', sku });
    const deliveredAt = new Date(startMs + cycle * 86_400_000);
    const shipment = { customerId: customer, phase: 'delivered' as const, deliveredAt };
    const shipmentId = await storeShipment(rig, subscriptionId, cycle, shipment);
    await rig.database.pool.query('UPDATE shipments SET sku = $2 WHERE id = $1', [shipmentId, sku]);
    if (cycle === 2) continue;
    await rig.database.pool.query(
      `INSERT INTO returns (shipment_id, customer_id, program_id, sku, reason) VALUES ($1, $2, $3, $4, 'other')`,
      [shipmentId, customer, programId, sku],
    );
  }
  const [group] = (await read()).groups;
  expect(group.searches.all.searchReturnRate).toEqual(rate([1, 0, 1]));
  expect(group.searches.plain.searchReturnRate.n).toBe(0);
});

test('a search through the API, a click that names it, and both are counted', async () => {
  const caller = { role: 'customer' as const, subject: 'cus_live' };
  const sinceMs = Date.now() - 60_000;
  const { body } = await rig.call('GET', `/v1/search?programId=${programId}&q=toy+number&session=live`, caller);
  const chosen = body.items[2];
  const occurredAt = new Date().toISOString();
  const data = { searchId: body.searchId, position: chosen.position };
  const click = { id: 'live', kind: 'click', programId, sku: chosen.sku, sessionId: 'live', occurredAt, data };
  const since = `&from=${new Date(sinceMs).toISOString()}&groupBy=arm:taste`;
  await waitFor('the search to be stored', async () =>
    (await rig.count('events', `customer_id = 'cus_live'`)) > 0 ? true : undefined,
  );
  const sent = await rig.call('POST', '/v1/events', { ...caller, body: { events: [click] } });
  expect(sent.body).toMatchObject({ accepted: 1 });
  const { groups } = await read(since);
  const [arm] = groups.filter(({ searches }: Json) => searches.all.searchClickRate.n > 0);
  expect(arm.searches.all.searchClickRate).toMatchObject({ n: 1, value: 1 });
  expect(arm.searches.all.searchPosition).toMatchObject({ n: 1, value: 3 });
  expect(arm.searches.plain.searchClickRate.n).toBe(1); // nothing was known of them then
});

test('what clients say of searches that the server never answered is not counted', async () => {
  const before = (await read()).groups[0].searches.all.searchClickRate.n;
  const occurredAt = new Date(Date.now() - 60_000).toISOString();
  const events = [
    { id: 'c1', kind: 'search', programId, occurredAt, data: { query: 'x', searchId: 'mine', personalized: true } },
    { id: 'c2', kind: 'click', programId, sku: 'toy-01', occurredAt, data: { searchId: 'mine', position: 1 } },
    { id: 'c3', kind: 'click', programId, sku: 'toy-01', occurredAt, data: { searchId: 'mine', position: 0 } },
    { id: 'c4', kind: 'click', programId, sku: 'toy-01', occurredAt, data: { searchId: 'not an id', position: 1 } },
  ];
  const { body } = await rig.call('POST', '/v1/events', { role: 'customer', body: { events } });
  expect(body).toMatchObject({
    accepted: 2,
    rejected: [
      { id: 'c3', field: 'data.position' },
      { id: 'c4', field: 'data.searchId' },
    ],
  });
  expect((await read()).groups[0].searches.all.searchClickRate.n).toBe(before);
});
