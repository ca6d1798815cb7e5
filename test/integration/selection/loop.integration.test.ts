import { call, Customer } from '#test/support/customer';
import { toyProgram } from '#test/support/toyProgram';
import { World } from '#test/support/world';
import { hadItems, refreshed, twoTastes } from './learning';

/**
 * The loop as customers see it: what they do with one cycle shows in the next, through the API alone. Each has a twin who
 * signed up in the same way and did nothing; the difference between the two is what the deed did.
 */
let world: World;
const base = toyProgram().selection;
beforeAll(async () => {
  const selection = { ...base, weights: { ...base.weights, novelty: 0 } };
  const learning = { minCustomers: 20, rankingsPerSecond: 1_000 };
  world = await World.open({ title: 'loop', programs: [toyProgram({ selection, learning })] });
});
afterAll(() => world.close());

const kindOf = (sku: string): string => (Number(sku.slice(-2)) % 2 === 0 ? 'building' : 'science');

/** Where items of a kind stand in what the customer would be sent next, 0 is first. */
async function meanPlace(customer: Customer, kind: string): Promise<number> {
  const { body } = await call(world, customer.token, 'GET', '/v1/programs/test-toys/picks?limit=25');
  const places = body.items.flatMap(({ sku }: { sku: string }, place: number) => (kindOf(sku) === kind ? [place] : []));
  return places.reduce((sum: number, place: number) => sum + place, 0) / places.length;
}

const signUp = async (): Promise<Customer> =>
  Customer.signUp(world, { testClockId: await world.testClock(40_000), planId: 'weekly' });

async function swapAway(): Promise<void> {
  const [swapper, twin] = await Promise.all([signUp(), signUp()]);
  const first = await swapper.opened(1);
  const disliked = kindOf(first.selection.sku);
  const other = first.alternatives.find(({ sku }: { sku: string }) => kindOf(sku) !== disliked);
  expect((await swapper.post('/cycles/1/swap', { sku: other.sku })).status).toBe(200);

  const second = await swapper.opened(2);
  expect(kindOf(second.selection.sku)).not.toBe(disliked);
  await twin.opened(2);
  expect(await meanPlace(swapper, disliked)).toBeGreaterThan(await meanPlace(twin, disliked));
}

async function rateHighly(): Promise<void> {
  const [rater, twin] = await Promise.all([signUp(), signUp()]);
  const liked = kindOf((await rater.opened(1)).selection.sku);
  for (const [customer, stars] of [
    [rater, 5],
    [twin, 1],
  ] as const) {
    await customer.shipmentIn(1, 'delivered', 'done');
    const path = `/v1/shipments/${customer.shipmentId(1)}/ratings`;
    expect((await call(world, customer.token, 'POST', path, { stars })).status).toBe(201);
  }
  expect(await meanPlace(rater, liked)).toBeLessThan(await meanPlace(twin, liked));
  const { items } = (await rater.get('/cycles')).body;
  const next = 1 + Math.max(...items.map(({ number }: { number: number }) => number));
  const { selection } = await rater.opened(next);
  expect(kindOf(selection.sku)).toBe(liked);
  expect(selection.reason).not.toBe('');
}

describe.each(['before any model', 'with a model'])('%s', (phase) => {
  // Both take their cycles' time, so they take it at once.
  let [swapped, rated]: PromiseSettledResult<void>[] = [];

  beforeAll(async () => {
    if (phase === 'with a model') {
      await hadItems(world.database.pool, 'test-toys', twoTastes(300)); // so many that hardly anything is tried out
      const { outcome } = (await refreshed(world)).result;
      if (outcome !== 'published') throw new Error(`the refresh was ${outcome}`);
    }
    [swapped, rated] = await Promise.allSettled([swapAway(), rateHighly()]);
  }, 120_000);

  test('who swaps away from a kind of toy gets less of it in the next cycle', () => {
    expect(swapped).toEqual({ status: 'fulfilled', value: undefined });
  });

  test('who rates a kind of toy highly gets more of it', () => {
    expect(rated).toEqual({ status: 'fulfilled', value: undefined });
  });
});
