import { publishProgram } from '#db/catalog/programs';
import { differenceOfMeans, differenceOfRates } from '#domain/metrics/difference';
import { meanOf, rateOf } from '#domain/metrics/estimate';
import { tallyOf } from '#domain/numbers/tally';
import { toyProgram } from '#test/support/toyProgram';
import { ApiRig, type Json } from '../rig';
import { expectedFacts, type Fact, keys, type Span } from './expected';
import { randomWorld } from './random';
import { storeWorld, surveyId } from './world';

let rig: ApiRig;
const experiment = {
  id: 'novelty',
  title: 'More that is new',
  arms: [
    { id: 'more', share: 0.4, selection: { weights: { novelty: 3 } } },
    { id: 'control', share: 0.4 },
    { id: 'nobody', share: 0.2 },
  ],
};
const toys = randomWorld('test-toys', 300, 1);
const games = randomWorld('test-games', 100, 2);

beforeAll(async () => {
  rig = await ApiRig.open();
  await publishProgram(rig.database.pool, toyProgram({ experiments: [experiment] }));
  for (const id of ['test-games', 'test-empty']) await publishProgram(rig.database.pool, toyProgram({ id }));
  await storeWorld(rig.database.pool, toys);
  await storeWorld(rig.database.pool, games);
});
afterAll(() => rig.close());

const read = (query = '') => rig.call('GET', `/v1/ops/metrics${query}`, { role: 'operator' });

const rates = ['renewalRate', 'swapRate', 'skipRate', 'returnRate', 'churnRate'] as const;
const scales = { itemStars: { min: 1, max: 5 }, subscriptionStars: { min: 1, max: 5 }, recommend: { min: 0, max: 10 } };

/** What was observed of a metric in a group, customer by customer. */
function tallyFrom(facts: Fact[], metric: string, key: string) {
  const byCustomer: Record<string, number[]> = {};
  for (const fact of facts) {
    if (fact.metric === metric && fact.key === key) (byCustomer[fact.customerId] ??= []).push(fact.value);
  }
  return tallyOf(Object.values(byCustomer));
}

/** Numbers agree to what sums in another order leave. */
function expectClose(actual: Json, expected: object): void {
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === 'number') expect([name, actual[name]]).toEqual([name, expect.closeTo(value, 9)]);
    else expect([name, actual[name]]).toEqual([name, value]);
  }
}

const surveyIn = (group: Json): Json => group.surveys.find((survey: Json) => survey.surveyId === surveyId);
const recommendIn = (group: Json): Json => surveyIn(group)?.questions[0].answer;

function expectGroup(group: Json, facts: Fact[]): void {
  const key = group.key ?? '';
  for (const metric of rates) expectClose(group[metric], rateOf(tallyFrom(facts, metric, key)));
  for (const metric of ['itemStars', 'subscriptionStars'] as const) {
    expectClose(group[metric], meanOf(tallyFrom(facts, metric, key), scales[metric]));
  }
  if (!surveyIn(group)) return;
  expectClose(surveyIn(group).responseRate, rateOf(tallyFrom(facts, 'responseRate', key)));
  expectClose(recommendIn(group), meanOf(tallyFrom(facts, 'recommend', key), scales.recommend));
}

const spans: [string, Span][] = [
  ['ever', {}],
  ['in a span', { from: new Date('2025-03-01T00:00:00Z'), to: new Date('2025-05-15T00:00:00Z') }],
  ['from a day on', { from: new Date('2025-05-10T00:00:00Z') }],
];
const spanText = ({ from, to }: Span): string =>
  [...(from ? [`&from=${from.toISOString()}`] : []), ...(to ? [`&to=${to.toISOString()}`] : [])].join('');

describe.each(spans)('%s', (_, span) => {
  test.each(Object.keys(keys))('by %s, what is counted is what is there', async (groupBy) => {
    const facts = expectedFacts(toys, groupBy, span);
    const grouping = groupBy === 'program' ? '' : `&groupBy=${groupBy}`;
    const { status, body } = await read(`?programId=test-toys${grouping}${spanText(span)}`);
    expect(status).toBe(200);
    const expectedKeys = new Set(facts.map(({ key }) => key));
    if (groupBy.startsWith('arm:')) expectedKeys.add('nobody');
    expect(new Set(body.groups.map(({ key }: Json) => key ?? ''))).toEqual(expectedKeys);
    expect(body.groups).toHaveLength(expectedKeys.size);
    for (const group of body.groups) expectGroup(group, facts);
  });
});

test('programs stand beside each other, also one without a subscription', async () => {
  const { body } = await read();
  expect(body.groups.map(({ programId }: Json) => programId)).toEqual(['test-empty', 'test-games', 'test-toys']);
  expectGroup(body.groups[1], expectedFacts(games, 'program', {}));
  expectGroup(body.groups[2], expectedFacts(toys, 'program', {}));
  expect(body.items.map(({ programId }: Json) => programId)).toEqual(['test-empty', 'test-games', 'test-toys']);
});

test('the counts of a program and its metrics tell the same', async () => {
  const { body } = await read();
  body.items.forEach((item: Json, index: number) => {
    const { swapRate, skipRate, itemStars } = body.groups[index];
    expectClose(item, { swapRate: swapRate.value, skipRate: skipRate.value, meanStars: itemStars.value });
    expect(item.ratings).toBe(itemStars.n);
  });
  expect(body.items[2].swapRate).toBeGreaterThan(0);
  expect(body.items[2].cycles.open).toBeGreaterThan(0);
});

test('arms stand in the order of the program, each compared with the first', async () => {
  const facts = expectedFacts(toys, 'arm:novelty', {});
  const { body } = await read('?programId=test-toys&groupBy=arm:novelty');
  expect(body.groups.map(({ key }: Json) => key)).toEqual(['more', 'control', 'nobody']);
  expect(body.comparisons.map(({ arm, against }: Json) => [arm, against])).toEqual([
    ['control', 'more'],
    ['nobody', 'more'],
  ]);
  const [control, nobody] = body.comparisons;
  const both = (metric: string) => [tallyFrom(facts, metric, 'control'), tallyFrom(facts, metric, 'more')] as const;
  for (const metric of rates) {
    const [mine, theirs] = both(metric);
    expectClose(control[metric], differenceOfRates(rateOf(mine), rateOf(theirs)));
  }
  for (const metric of ['itemStars', 'subscriptionStars'])
    expectClose(control[metric], differenceOfMeans(...both(metric)));
  expectClose(control.surveys[0].answer, differenceOfMeans(...both('recommend')));
  expect(nobody.swapRate).toEqual({ value: null, low: null, high: null });
});

test('an experiment that has left the program is still told, by what was recorded', async () => {
  const { body } = await read('?programId=test-games&groupBy=arm:novelty');
  expect(body.groups.map(({ key }: Json) => key)).toEqual(['control', 'more']);
});

test('churn is told by reason, however it was typed', async () => {
  const { body } = await read('?programId=test-toys');
  const ended = toys.subscriptions.filter(({ endedAt }) => endedAt);
  const count = (reason: string | null) =>
    ended.filter((each) => (each.reason?.trim().toLowerCase() ?? null) === reason).length;
  const { churnReasons, churnRate } = body.groups[0];
  expect(new Map(churnReasons.map((each: Json) => [each.reason, each.count]))).toEqual(
    new Map(['too many toys', 'moving', null].map((reason) => [reason, count(reason)])),
  );
  expect(churnReasons[0].reason).toBe('too many toys');
  expect(churnReasons.reduce((sum: number, each: Json) => sum + each.count, 0)).toBe(ended.length);
  expect(churnRate.value).toBeCloseTo(ended.length / toys.subscriptions.length, 12);
});

test('surveys tell the share of each choice, and the newest texts', async () => {
  const { body } = await read('?programId=test-toys');
  const [, best, wish] = surveyIn(body.groups[0]).questions;
  const answered = toys.surveys.filter(({ answers }) => answers);
  expect(best.n).toBe(answered.length);
  expect(best.options.map(({ optionId, count }: Json) => [optionId, count])).toEqual(
    ['toy', 'box', 'nothing'].map((id) => [id, answered.filter(({ answers }) => answers?.['best'] === id).length]),
  );
  const texts = answered.filter(({ answers }) => answers?.['wish'] !== undefined);
  expect(wish.n).toBe(texts.length);
  const newestFirst = texts
    .map(({ sentAt }) => sentAt.toISOString())
    .sort()
    .reverse();
  expect(wish.newest.map(({ answeredAt }: Json) => answeredAt)).toEqual(newestFirst.slice(0, 5));
});
