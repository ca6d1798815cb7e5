import { planCohort } from '#activities/cycles/planCohort';
import { openCycle } from '#activities/selection/openCycle';
import { beginOpening } from '#domain/subscription/apply';
import type { Dependencies } from '#activities/dependencies';
import { Models } from '#serving/picks/models';
import { PreparedCatalogs } from '#serving/picks/preparedCatalogs';
import { wallClock } from '#domain/clock';
import type { RankedItem } from '#domain/selection/types';
import type { SubscriptionInput } from '#workflows/subscription/messages';
import { signUp } from '../api/fixtures';
import { ApiRig } from '../api/rig';

const programId = 'test-toys';
let rig: ApiRig;
let dependencies: Dependencies;

beforeEach(async () => {
  rig = await ApiRig.open();
  const db = rig.database.pool;
  // What these activities work with; the rest of a worker's dependencies is not theirs.
  dependencies = { db, catalogs: new PreparedCatalogs(db), models: new Models(db) } as Dependencies;
});
afterEach(() => rig.close());

/** Customers of one cohort whose cycle is due, in the order in which they would be served first come. */
async function due(likes: string[][]): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, liked] of likes.entries()) {
    ids.push(await signUp(rig, `cus_${n}`, { preferences: { likes: liked, dislikes: [] } }));
  }
  await rig.database.pool.query(
    `UPDATE subscriptions SET cohort = 'all', revision = 1,
       next_open_wall_at = now() - interval '1 minute' + array_position($1, id) * interval '1 second'`,
    [ids],
  );
  return ids;
}

/** Units of some items; all others have none. */
async function stock(units: Record<string, number>): Promise<void> {
  await rig.database.pool.query('UPDATE stock SET on_hand = 0');
  for (const [sku, onHand] of Object.entries(units)) {
    await rig.database.pool.query('UPDATE stock SET on_hand = $2 WHERE sku = $1', [sku, onHand]);
  }
}

async function opened(subscriptionId: string): Promise<RankedItem> {
  const { rows } = await rig.database.pool.query<{ payload: SubscriptionInput }>(
    `SELECT payload FROM outbox WHERE kind = 'startSubscription' AND payload #>> '{state,id}' = $1`,
    [subscriptionId],
  );
  const { state, zone } = rows[0]!.payload;
  await openCycle(dependencies, {
    state: beginOpening({ ...state, revision: 1 }), // as its row in these tests
    zone,
    clock: wallClock,
    nowMs: state.anchor.atMs,
  });
  const cycle = await rig.database.pool.query<{ offered: RankedItem[] }>(
    'SELECT offered FROM cycles WHERE subscription_id = $1',
    [subscriptionId],
  );
  return cycle.rows[0]!.offered[0]!;
}

const plan = () => planCohort(dependencies, programId, 'all', () => undefined);
const satisfaction = (picks: RankedItem[]): number => picks.reduce((sum, { score }) => sum + score, 0);

test('one unit of the best toy goes where the cohort as a whole is best served, not to who came first', async () => {
  // toy-02 is rated best, so all want it; only to the second it is also the one of their interest.
  const likes = [[], ['building'], []];
  const units = { 'toy-02': 1, 'toy-03': 1, 'toy-05': 1 };
  const ids = await due(likes);
  await stock(units);
  const planned = await plan();
  const picks: RankedItem[] = [];
  for (const id of ids) picks.push(await opened(id));
  expect(picks.map(({ sku }) => sku)).toEqual(ids.map((id) => planned.find((each) => each.subscriptionId === id)!.sku));
  expect(new Set(picks.map(({ sku }) => sku)).size).toBe(3); // never over stock: one unit of each
  expect(picks.every(({ reason }) => reason !== '')).toBe(true);

  // First come, first served: each takes the best of what is left, in the order of the run.
  const firstCome = satisfaction(await greedy(likes, units));
  expect(satisfaction(picks)).toBeGreaterThan(firstCome);
});

async function greedy(likes: string[][], units: Record<string, number>): Promise<RankedItem[]> {
  await rig.close();
  rig = await ApiRig.open();
  const db = rig.database.pool;
  dependencies = { db, catalogs: new PreparedCatalogs(db), models: new Models(db) } as Dependencies;
  const ids = await due(likes);
  await stock(units);
  const picks: RankedItem[] = [];
  for (const id of ids) {
    const pick = await opened(id);
    picks.push(pick);
    await db.query('UPDATE stock SET reserved = 1 WHERE sku = $1', [pick.sku]);
  }
  return picks;
}

test('planned twice, the first plan stands; enough for everybody, nothing is planned', async () => {
  const ids = await due([['building'], ['building'], ['building']]);
  expect(await plan()).toEqual([]);
  await stock({ 'toy-02': 1, 'toy-04': 1, 'toy-06': 5 });
  const first = await plan();
  expect(first.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([...ids].sort());
  expect(first.map(({ sku }) => sku).sort()).toEqual(['toy-02', 'toy-04', 'toy-06']);
  expect(await plan()).toEqual([]);
  const { rows } = await rig.database.pool.query('SELECT subscription_id, sku FROM planned_picks');
  expect(rows).toHaveLength(3);
});

test('what open cycles hold is not planned again', async () => {
  const [first, ...others] = await due([['building'], ['building'], ['building']]);
  await stock({ 'toy-02': 1, 'toy-04': 1, 'toy-06': 5 });
  expect((await opened(first!)).sku).toBe('toy-02');
  await rig.database.pool.query(`UPDATE subscriptions SET next_open_wall_at = now() + interval '1 day' WHERE id = $1`, [
    first,
  ]);
  const planned = await plan();
  expect(planned.map(({ subscriptionId }) => subscriptionId).sort()).toEqual([...others].sort());
  expect(planned.map(({ sku }) => sku).sort()).toEqual(['toy-04', 'toy-06']);
});

test('a planned item that is gone by then is not picked', async () => {
  const ids = await due([['building'], ['building']]);
  await stock({ 'toy-02': 1, 'toy-04': 5 });
  const planned = await plan();
  const lucky = planned.find(({ sku }) => sku === 'toy-02')!.subscriptionId;
  expect(ids).toContain(lucky);
  await rig.database.pool.query(`UPDATE stock SET reserved = on_hand WHERE sku = 'toy-02'`);
  expect((await opened(lucky)).sku).toBe('toy-04');
});
