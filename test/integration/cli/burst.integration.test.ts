import type { BurstOptions, BurstTarget } from '#cli/burst/options';
import { type BurstOutcome, runBurst } from '#cli/burst/run';
import { burstVerdict } from '#cli/burst/summary';
import { toyProgram } from '#test/support/toyProgram';
import { World } from '#test/support/world';

const program = toyProgram();
const small: BurstOptions = {
  orders: 14,
  couriers: 8,
  declines: 0.2,
  vanishes: 0.1,
  transportDownSeconds: 2,
  withinSeconds: 5,
  programId: program.id,
  seed: 1,
  limitSeconds: 400,
};

let world: World;
let target: BurstTarget;

beforeAll(async () => {
  world = await World.open({ title: 'the burst', programs: [program] });
  const { api, partners, temporal } = world.config;
  target = {
    apiUrl: world.apiUrl,
    jwtSecret: api.jwtSecret,
    simulatorUrl: world.simulatorUrl,
    simulatorApiKey: partners.apiKey,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    notSimulated: [],
    databaseUrl: world.database.url,
  };
});

afterAll(() => world.close());

describe('a burst of one-hour orders with couriers who decline and vanish', () => {
  let outcome: BurstOutcome;

  beforeAll(async () => {
    outcome = await runBurst(small, target, () => undefined);
  }, 450_000);

  it('is over with every order', () => {
    expect({ troubles: outcome.troubles, findings: outcome.findings }).toEqual({ troubles: [], findings: [] });
    const { orders, promiseRefused, delivered, compensated } = outcome.result;
    expect(orders + promiseRefused).toBe(14);
    expect(delivered + compensated).toBe(orders);
    expect(delivered).toBeGreaterThan(0);
  });

  it('loses nothing, does nothing twice, and explains each assignment', () => {
    expect(outcome.result).toMatchObject({
      lost: 0,
      deliveredTwice: 0,
      chargedTwice: 0,
      unexplained: 0,
      untruthful: 0,
    });
    expect(outcome.result.offers).toBeGreaterThan(0);
    expect(burstVerdict(outcome)).toBeNull();
  });

  it('clears up: phones are off, settings are back, the zone is gone', async () => {
    expect(await world.simulator.couriers()).toEqual([]);
    expect((await world.simulator.settings({})).packMs).toBe(3_000);
    const zones = await world.database.pool.query(`SELECT id FROM zones WHERE id = 'burst'`);
    expect(zones.rows).toEqual([]);
  });
});

describe('a burst for which nobody is on shift', () => {
  it('makes no promise that nobody could keep, and says so', async () => {
    // The partner counts no courier, whatever our own record says.
    const none = { ...small, orders: 3, couriers: 0, withinSeconds: 1 };
    const outcome = await runBurst(none, target, () => undefined);
    expect(outcome.result).toMatchObject({ orders: 0, promiseRefused: 3, lost: 0 });
    expect(burstVerdict(outcome)).toMatch('nothing could be ordered');
  });
});

test('a burst whose partners keep no ledger is not begun: nothing could be counted', async () => {
  const dummies = { ...target, notSimulated: ['payment', 'inventory'] as const };
  await expect(runBurst(small, dummies, () => undefined)).rejects.toThrow(
    'A burst cannot be counted here: the simulator, in whose ledger it counts, does not play payment.',
  );
});
