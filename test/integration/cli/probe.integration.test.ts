import { randomBytes } from 'node:crypto';
import { ProbeMetrics } from '#cli/probe/metrics';
import type { ProbeOptions } from '#cli/probe/contract';
import { runProbe } from '#cli/probe/run';
import { probeSummary } from '#cli/probe/summary';
import { someCorner, burstZone } from '#cli/burst/zone';
import { ApiClient } from '#cli/http/client';
import { randomOf } from '#cli/demo/random';
import { stockStations } from '#dev/burstStage';
import { publishZones } from '#workers/zones';
import { call } from '#test/support/customer';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

const program = toyProgram();
// A zone has one dispatcher in a Temporal namespace, and test files that run side by side share theirs.
const zone = { ...burstZone(program.currency), id: `probe-${randomBytes(4).toString('hex')}` };
const station = zone.stations[0];
const options: ProbeOptions = {
  programId: program.id,
  doors: [{ zoneId: zone.id, place: station?.place ?? zone.cells.center }],
  paymentToken: 'tok_ok_probe',
  limitMs: 120_000,
  pollMs: 100,
};

let world: World;
const connect = async (signal: AbortSignal): Promise<ApiClient> =>
  new ApiClient({ apiUrl: world.apiUrl, token: await world.token('service', 'probe'), signal });

const subscriptionsLeft = async (): Promise<unknown[]> => {
  const { rows } = await world.database.pool.query(`SELECT id FROM subscriptions WHERE status <> 'cancelled'`);
  return rows;
};

beforeAll(async () => {
  world = await World.open({ title: 'the probe', programs: [program] });
  await publishZones(world.database.pool, [zone]);
  const stationIds = zone.stations.map(({ id }) => id);
  const skus = Array.from({ length: 10 }, (_, index) => `toy-${String(index + 1).padStart(2, '0')}`);
  await stockStations(world.database.pool, stationIds, program.id, skus, 50);
  await world.simulator.setStations(
    stationIds.flatMap((stationId) => skus.map((sku) => ({ stationId, sku, available: 50 }))),
  );
  await world.simulator.setZones([{ zoneId: zone.id, couriersOnShift: 4, openOffers: 0 }]);
  await world.simulator.settings({ packMs: 500 });
});

afterAll(() => world.close());

describe('a probe where no courier is on shift', () => {
  it('tests sign-up, first cycle and cancellation, and says so', async () => {
    // The zone is known to have couriers, and none is there.
    await world.simulator.setZones([{ zoneId: zone.id, couriersOnShift: 0, openOffers: 0 }]);
    const result = await runProbe(options, connect);
    await world.simulator.setZones([{ zoneId: zone.id, couriersOnShift: 4, openOffers: 0 }]);
    expect(result).toMatchObject({ ok: true, tested: 'signUp', failure: null, orderId: null });
    expect(result.because).toMatch(/courier/);
    expect(probeSummary(result)).toMatch(
      /^probe ok after .* sign-up, first cycle and cancellation \(one-hour delivery/,
    );
    expect(await subscriptionsLeft()).toEqual([]);
  });
});

describe('a probe through a system that works', () => {
  beforeAll(async () => {
    const behaviour = { declines: 0, vanishes: 0, speedMetersPerMinute: 240, acceptAfterMs: 10, timeScale: 12 };
    const couriers = await Promise.all(
      [1, 2, 3, 4].map(async (number) => ({
        id: `courier_${number}`,
        token: await world.token('courier', `courier_${number}`),
        zoneId: zone.id,
        place: someCorner(zone, randomOf(number)),
        behaviour,
      })),
    );
    await world.simulator.setCouriers({ apiUrl: world.apiUrl, pollMs: 200, locateMs: 2_000, couriers });
    await waitFor('the couriers to be on shift', async () => {
      return (await world.simulator.couriers()).every(({ state }) => state === 'idle') ? true : undefined;
    });
    // The facade's cache may still say that nobody is there.
    await waitFor('a window to open', async () => {
      const { lat, lng } = options.doors[0]?.place ?? zone.cells.center;
      const query = `programId=${program.id}&sku=toy-01&lat=${lat}&lng=${lng}`;
      const { body } = await call(world, await world.token('service', 'probe'), 'GET', `/v1/delivery-options?${query}`);
      return body.options.some(({ kind, open }: { kind: string; open: boolean }) => kind === 'oneHour' && open)
        ? true
        : undefined;
    });
  });

  it('brings an order to the door, and leaves nothing behind', async () => {
    const result = await runProbe(options, connect);
    expect(result).toMatchObject({ ok: true, tested: 'oneHour', because: null, failure: null });
    expect(Object.keys(result.stepSeconds)).toEqual(
      expect.arrayContaining(['signUp', 'firstCycle', 'options', 'promise', 'order', 'handoff', 'delivery', 'cancel']),
    );
    expect(result.customerId).toMatch(/^probe_/);
    expect(await subscriptionsLeft()).toEqual([]);
    const visits = await world.simulator.visits([`${result.orderId}-1`]);
    expect(visits.map(({ kind }) => kind)).toEqual(['pickedUp', 'handedOver']);
    const metrics = new ProbeMetrics();
    metrics.observe(result);
    expect(await metrics.registry.metrics()).toContain('everbox_probe_success{tested="oneHour"} 1');
  }, 120_000);

  it('fails in one sentence, at the step that did not come, and still cancels', async () => {
    // The station never says that it has packed the order.
    await world.simulator.settings({ packMs: 3_600_000 });
    const result = await runProbe({ ...options, limitMs: 4_000 }, connect);
    await world.simulator.settings({ packMs: 500 });
    expect(result).toMatchObject({
      ok: false,
      tested: 'oneHour',
      failure: { step: 'handoff', sentence: 'not done after 4 s' },
    });
    expect(probeSummary(result)).toMatch(/^probe failed after .* at handoff: not done after 4 s/);
    expect(await subscriptionsLeft()).toEqual([]);
  });
});

describe('a probe of a program that there is not', () => {
  it('fails, and says so', async () => {
    const result = await runProbe({ ...options, programId: 'moon-box' }, connect);
    expect(result).toMatchObject({ ok: false, failure: { step: 'signUp', sentence: 'there is no program moon-box' } });
  });
});
