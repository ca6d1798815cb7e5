import { closeCycle, projectSubscription } from '#activities/projections/subscription';
import type { Dependencies } from '#activities/dependencies';
import { insertSubscription } from '#db/subscriptions/signUp';
import { insertCycle } from '#db/subscriptions/projections';
import { wallClock } from '#domain/clock';
import type { CycleOpening } from '#domain/subscription/apply';
import type { OpenCycle, SubscriptionState } from '#domain/subscription/types';
import { publishPrograms } from '#workers/programs';
import { createTestDatabase, type TestDatabase } from '#test/support/database';
import { briefRules, toyProgram } from '#test/support/toyProgram';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await publishPrograms(database.pool, [toyProgram()]);
});
afterAll(() => database.drop());

let signUps = 0;
/** A subscription as it is right after its sign-up. */
async function signedUp(): Promise<SubscriptionState> {
  signUps += 1;
  const id = `sub_projected_${signUps}`;
  const state: SubscriptionState = {
    id,
    customerId: `cus_${signUps}`,
    programId: 'test-toys',
    planId: 'monthly',
    status: 'active',
    addressId: 'adr_first',
    paymentMethodId: 'pay_first',
    preferences: { likes: [], dislikes: [] },
    nextCycle: 1,
    nextOpenAtMs: 0,
    anchor: { atMs: 0, cycle: 1, planId: 'monthly' },
    open: null,
    lastClosed: null,
    revision: 0,
    decidedAtMs: 0,
  };
  const row = {
    state,
    clock: wallClock,
    testClockId: null,
    zone: 'Europe/London',
    email: 'a@example.com',
    cohort: '0',
  };
  await insertSubscription(database.pool, row);
  return state;
}

const cycleOf = (number: number): OpenCycle => ({
  number,
  sku: 'toy-01',
  chosenBy: 'everbox',
  skipped: false,
  alternatives: ['toy-02'],
  swappedAway: [],
  chargeCents: 1_999,
  openedAtMs: 1,
  cutoffAtMs: 2,
  shipAtMs: 3,
});

const openingOf = (number: number): CycleOpening => ({
  cycle: cycleOf(number),
  nextCycle: number + 1,
  nextOpenAtMs: 4,
  anchor: { atMs: 0, cycle: 1, planId: 'monthly' },
  policy: briefRules,
  substitutes: [],
});

const dependencies = () => ({ db: database.pool }) as unknown as Dependencies;
const project = (state: SubscriptionState, reason: string | null = null) =>
  projectSubscription(dependencies(), state, wallClock, reason);

async function shown({ id }: SubscriptionState) {
  const { rows } = await database.pool.query(
    `SELECT status, address_id AS "addressId", revision, cancel_reason AS "cancelReason", ended_at AS "endedAt",
       (SELECT json_agg(json_build_array(number, status) ORDER BY number) FROM cycles WHERE subscription_id = s.id) AS cycles
     FROM subscriptions s WHERE id = $1`,
    [id],
  );
  return rows[0];
}

test('what was decided later is shown, with however low a revision; what was decided earlier never comes back', async () => {
  const state = await signedUp();
  const lost = { ...state, status: 'cancelled' as const, addressId: 'adr_lost', revision: 4, decidedAtMs: 1_000 };
  const truth = { ...state, addressId: 'adr_true', revision: 3, decidedAtMs: 2_000 };
  await project(lost, 'never said');
  await project(truth);
  expect(await shown(state)).toMatchObject({ status: 'active', addressId: 'adr_true', revision: 3 });
  await project(lost, 'never said'); // a late activity of a worker that was killed, or slow
  const after = await shown(state);
  expect(after).toMatchObject({ status: 'active', addressId: 'adr_true', cancelReason: null, endedAt: null });
});

test('of what was decided in one moment, the higher revision is shown', async () => {
  const state = await signedUp();
  await project({ ...state, addressId: 'adr_second', revision: 2, decidedAtMs: 1_000 });
  await project({ ...state, revision: 1, decidedAtMs: 1_000 });
  expect(await shown(state)).toMatchObject({ addressId: 'adr_second', revision: 2 });
});

test('a cycle that a lost task opened is not shown as open; one that is about to be closed is', async () => {
  const state = await signedUp();
  const open = { ...state, open: cycleOf(1), nextCycle: 2, revision: 1, decidedAtMs: 1_000 };
  await project(open);
  await insertCycle(database.pool, open, openingOf(1), []);
  await insertCycle(database.pool, open, openingOf(2), []); // opened in a task that got lost
  const lastClosed = { number: 1, cutoffAtMs: 2 };
  const closed = { ...open, open: null, lastClosed, status: 'paused' as const, revision: 3, decidedAtMs: 2_000 };
  await project(closed);
  expect(await shown(state)).toMatchObject({ status: 'paused', cycles: [[1, 'open']] });
  await closeCycle(dependencies(), {
    state: closed,
    clock: wallClock,
    cycle: cycleOf(1),
    status: 'paused',
    shipment: null,
  });
  expect(await shown(state)).toMatchObject({ cycles: [[1, 'paused']] });
});

test('another payment method is told, once, to the shipments that are under way', async () => {
  const state = await signedUp();
  const closed = { ...state, nextCycle: 4, revision: 1, decidedAtMs: 1_000 };
  await project(closed);
  for (const number of [1, 2, 3]) {
    await insertCycle(database.pool, closed, openingOf(number), []);
    await database.pool.query(`UPDATE cycles SET status = 'shipped' WHERE subscription_id = $1`, [state.id]);
  }
  const phases = [1, 'done', 2, 'dunning'] as const; // the third has no row yet
  for (let n = 0; n < phases.length; n += 2) {
    await database.pool.query(
      `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id, revision)
       VALUES ($1, $2, $3, 'cus', 'test-toys', $4, 'toy-01', 1, 'adr', 1)`,
      [`${state.id}-${phases[n]}`, state.id, phases[n], phases[n + 1]],
    );
  }
  const changed = { ...closed, paymentMethodId: 'pay_second', revision: 2, decidedAtMs: 2_000 };
  await project(changed);
  await project(changed);
  const { rows } = await database.pool.query(
    `SELECT payload FROM outbox WHERE kind = 'paymentMethodChanged' AND payload->>'subscriptionId' = $1 ORDER BY id`,
    [state.id],
  );
  const payment = { paymentMethodId: 'pay_second', decidedAtMs: 2_000, revision: 2 };
  expect(rows.map((row) => row.payload)).toEqual([2, 3].map((cycle) => ({ subscriptionId: state.id, cycle, payment })));
});
