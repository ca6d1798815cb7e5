import type { DemoTarget } from '#cli/demo/options';
import { lineReporter, silentReporter } from '#cli/demo/reporter';
import { verdictOf } from '#cli/demo/summary';
import { runDemo, type DemoOptions, type DemoOutcome } from '#cli/demo/run';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

/** Open for most of the week, so that a period takes little longer than the shortest window. */
const program = toyProgram({ cycle: { openHour: 9, openDays: 4, cutoffHour: 18, shipDaysAfterCutoff: 0 } });
const transitMs = 200;
const small: DemoOptions = { customers: 4, cycles: 2, programId: program.id, seed: 1, faults: false, keep: false };

let world: World;
let target: DemoTarget;

beforeAll(async () => {
  world = await World.open({ title: 'the demo', programs: [program], transitMs });
  const { api, partners, temporal } = world.config;
  target = {
    apiUrl: world.apiUrl,
    jwtSecret: api.jwtSecret,
    simulatorUrl: world.simulatorUrl,
    simulatorApiKey: partners.apiKey,
    temporalAddress: temporal.address,
    namespace: temporal.namespace,
    notSimulated: [],
  };
});

afterAll(() => world.close());

/** What a demo sets up around its customers must be gone, and what it changed must be back. */
async function expectCleared(): Promise<void> {
  const { rows } = await world.database.pool.query('SELECT id FROM test_clocks WHERE ended_at IS NULL');
  expect(rows).toEqual([]);
  const clocks = await world.database.pool.query<{ id: string }>('SELECT id FROM test_clocks');
  // The list of Schedules follows a moment after one was deleted.
  await waitFor('the Schedules of its clock to be gone', async () => {
    const schedules: string[] = [];
    for await (const { scheduleId } of world.temporal.schedule.list()) schedules.push(scheduleId);
    return schedules.some((id) => clocks.rows.some((clock) => id.includes(clock.id))) ? undefined : true;
  });
  expect(await world.simulator.settings({})).toMatchObject({ transitMs });
  const subscriptions = await world.database.pool.query(`SELECT id FROM subscriptions WHERE status <> 'cancelled'`);
  expect(subscriptions.rows).toEqual([]);
}

describe('a demo', () => {
  let outcome: DemoOutcome;
  const lines: string[] = [];

  beforeAll(async () => {
    outcome = await runDemo(
      small,
      target,
      lineReporter((line) => lines.push(line)),
    );
  });

  it('brings every customer through every cycle', () => {
    expect(outcome.troubles).toEqual([]);
    expect(outcome.result).toMatchObject({ customers: 4, cyclesOpened: 8, selected: 8 });
  });

  it('loses nothing and does nothing twice', () => {
    expect(outcome.findings).toEqual([]);
    expect(outcome.result).toMatchObject({ lost: 0, chargedTwice: 0, shippedTwice: 0, abandoned: 0 });
  });

  it('charges, ships and delivers the same boxes: all that were not skipped', () => {
    const { charged, shipped, delivered, skipped } = outcome.result;
    const boxes = 8 - skipped;
    expect({ charged, shipped, delivered }).toEqual({ charged: boxes, shipped: boxes, delivered: boxes });
  });

  it('has customers who swap and who skip, and shows all that happens', () => {
    expect(outcome.result.swapped).toBeGreaterThan(0);
    expect(outcome.result.skipped).toBeGreaterThan(0);
    const log = lines.join('\n');
    for (const said of ['picked "', 'swapped "', 'skipped cycle', 'charged £', 'delivered "', 'rated "', 'cancelled']) {
      expect(log).toContain(said);
    }
  });

  it('clears up', expectCleared);
});

describe('a demo on a bad day', () => {
  it('doubles and loses nothing, however often partners fail', async () => {
    const { result, findings, troubles } = await runDemo(
      { ...small, customers: 8, cycles: 1, faults: true },
      target,
      silentReporter,
    );
    expect({ findings, troubles }).toEqual({ findings: [], troubles: [] });
    expect(result.faults).toBeGreaterThan(0);
    expect(result).toMatchObject({ lost: 0, chargedTwice: 0, shippedTwice: 0, delivered: result.charged });
    await expectCleared();
  });
});

describe('a demo whose partners are dummies', () => {
  const dummies = { payment: { provider: 'dummy' }, carrier: { provider: 'dummy' } } as const;

  it('says what it cannot count, and reports no losses', async () => {
    await world.stopWorker();
    await world.startWorker({ ...world.config.partners.providers, ...dummies });
    try {
      const lines: string[] = [];
      const outcome = await runDemo(
        { ...small, customers: 3, cycles: 1 },
        { ...target, notSimulated: ['payment', 'carrier'] },
        lineReporter((line) => lines.push(line)),
      );
      expect(outcome).toMatchObject({
        findings: [],
        troubles: [],
        uncounted: expect.stringMatching(/^payment and carrier /),
      });
      expect(outcome.result).toMatchObject({
        charged: null,
        chargedTwice: null,
        shipped: null,
        delivered: null,
        lost: 0,
      });
      expect(verdictOf(outcome)).toBeNull();
      expect(lines.join('\n')).toContain(outcome.uncounted);
      await expectCleared();
    } finally {
      await world.stopWorker();
      await world.startWorker();
    }
  });
});

describe('a demo that is interrupted', () => {
  it('ends at once, with its reason, and clears up', async () => {
    const controller = new AbortController();
    const interrupting = lineReporter((line) => {
      if (line.includes('picked "')) controller.abort(new Error('enough'));
    });
    await expect(runDemo(small, target, interrupting, controller.signal)).rejects.toThrow('enough');
    await expectCleared();
  });
});

describe('a demo of a program that there is not', () => {
  it('names the programs that there are, and sets nothing up', async () => {
    const unknown = runDemo({ ...small, programId: 'moon-box' }, target, silentReporter);
    await expect(unknown).rejects.toThrow('there is no program moon-box; there are: test-toys');
    await expectCleared();
  });
});

describe('a demo of an Everbox whose worker is down', () => {
  it('ends after its limit, names who waits for what, and finds the sign-ups that were lost', async () => {
    await world.stopWorker();
    const outcome = await runDemo({ ...small, customers: 2, cycles: 1, limitMs: 1_500 }, target, silentReporter);
    const { result, findings, troubles } = outcome;
    expect(result).toMatchObject({ customers: 2, cyclesOpened: 0, charged: 0, lost: 2 });
    expect(findings.map(({ what }) => what)).toEqual(Array(2).fill('was signed up, and has no workflow'));
    expect(troubles.slice(1).toSorted()).toEqual([
      'cus_01 waits for the first cycle to open',
      'cus_02 waits for the first cycle to open',
    ]);
    expect(verdictOf(outcome)).toMatch(/^The demo failed: 2 acknowledged things were lost; not every/);
  });
});
