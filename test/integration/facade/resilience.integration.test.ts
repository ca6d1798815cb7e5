import { compose } from '#facade/compose/compose';
import { type BreakerState, silentObserver } from '#facade/compose/observer';
import { type Facade, InventoryFault, type Partner, PaymentFault } from '#facade/ports/index';
import { waitFor } from '#test/support/waitFor';
import { smallTable } from '#test/support/composed';
import { chargeOf, type Rig, startRig } from './rig';

const breakerOpenMs = 5_000;

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rig.client.clearFaults();
});
afterAll(() => rig.close());

/** A facade of its own before the real simulator: the clock of its caches stands still until the test moves it. */
function facadeOfItsOwn({ timeoutMs = 10_000 } = {}) {
  let now = 0;
  const states: string[] = [];
  const breakerChanged = (partner: Partner, state: BreakerState): void => {
    if (partner === 'payment') states.push(state);
  };
  const facade: Facade = compose(rig.facade, smallTable(timeoutMs), {
    observer: { ...silentObserver, breakerChanged },
    nowMs: () => now,
  });
  return {
    facade,
    states,
    pass: (ms: number) => {
      now += ms;
    },
    charge: (reference: string) => facade.payment.charge(chargeOf(reference)),
  };
}

/** The breaker knows the wall's clock only. */
function skipAhead(ms: number): void {
  const later = Date.now() + ms;
  vi.spyOn(Date, 'now').mockReturnValue(later);
}

const callsOf = async (referencePrefix: string): Promise<number> =>
  (await rig.client.calls({ referencePrefix })).items.length;
const stockCalls = async (sku: string): Promise<number> => {
  const { items } = await rig.client.calls({ partner: 'inventory', limit: 1_000 });
  return items.filter(({ request }) => (request as { sku?: string }).sku === sku).length;
};

describe('the circuit breaker', () => {
  test('opens when the partner fails, lets one call try after a while, and closes when it succeeds', async () => {
    const { charge, states } = facadeOfItsOwn();
    await rig.client.setFaults([{ partner: 'payment', kind: 'error500' }]);
    for (const _ of [1, 2, 3]) await expect(charge('breaker')).rejects.toThrow('answered 500');
    for (const _ of [1, 2, 3]) {
      const refused = charge('breaker');
      await expect(refused).rejects.toBeInstanceOf(PaymentFault);
      await expect(refused).rejects.toThrow('payment charge: not called');
    }
    expect(await callsOf('breaker')).toBe(3);

    skipAhead(breakerOpenMs);
    await expect(charge('breaker')).rejects.toThrow('answered 500');
    await expect(charge('breaker')).rejects.toThrow('not called');
    expect(await callsOf('breaker')).toBe(4);

    await rig.client.clearFaults();
    skipAhead(breakerOpenMs);
    expect(await charge('breaker')).toMatchObject({ outcome: 'charged' });
    expect(await charge('breaker')).toMatchObject({ outcome: 'charged' });
    expect(states).toEqual(['closed', 'open', 'halfOpen', 'open', 'halfOpen', 'closed']);
    expect(await rig.client.summary('breaker')).toMatchObject({ charges: 1 });
  });

  test('while one call tries, the others wait for what it finds, and the partner sees one call', async () => {
    const { charge } = facadeOfItsOwn();
    await rig.client.setFaults([{ partner: 'payment', kind: 'down' }]);
    for (const _ of [1, 2, 3]) await expect(charge('probe')).rejects.toThrow('connection failed');
    skipAhead(breakerOpenMs);
    const settled = await Promise.allSettled([charge('probe-a'), charge('probe-b')]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await callsOf('probe-')).toBe(1);
  });

  test('a partner that is up and refuses one call after the other stays open to the rest', async () => {
    const { charge, facade, states } = facadeOfItsOwn();
    const { reference, amountCents, currency } = chargeOf('refused');
    const refund = { idempotencyKey: 'refused:refund', reference, chargeId: 'ch_none', amountCents, currency };
    for (const _ of [1, 2, 3, 4, 5]) await expect(facade.payment.refund(refund)).rejects.toThrow('answered 404');
    expect(await charge('refused')).toMatchObject({ outcome: 'charged' });
    expect(states).toEqual(['closed']);
  });
});

test('a write that fails is not tried again here; a read is, once', async () => {
  const { charge, facade } = facadeOfItsOwn();
  await rig.client.setFaults([
    { partner: 'payment', kind: 'error500', times: 1 },
    { partner: 'inventory', kind: 'error500', times: 1 },
  ]);
  await expect(charge('retry')).rejects.toThrow('answered 500');
  expect(await callsOf('retry')).toBe(1);
  expect((await facade.inventory.stationStock(['a'], 'SKU-retry')).source).toBe('fresh');
  expect(await stockCalls('SKU-retry')).toBe(2);
});

test('time-out: a partner that is slow is left, and its answer is there for the same key later', async () => {
  const { charge } = facadeOfItsOwn({ timeoutMs: 300 });
  await rig.client.setFaults([{ partner: 'payment', kind: 'slow', delayMs: 60_000, times: 1 }]);
  await expect(charge('slow')).rejects.toThrow('payment charge: no answer within 300 ms');
  expect(await charge('slow')).toMatchObject({ outcome: 'charged' });
  expect(await rig.client.summary('slow')).toMatchObject({ charges: 1, chargedTwice: 0 });
});

test('bulkhead: what has no place faults at once, before the partner; with the same key nothing is lost', async () => {
  const { charge, states } = facadeOfItsOwn();
  await rig.client.setFaults([{ partner: 'payment', kind: 'slow', delayMs: 200 }]);
  const references = ['bulk-1', 'bulk-2', 'bulk-3', 'bulk-4', 'bulk-5'];
  const settled = await Promise.allSettled(references.map(charge));
  const faults = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as PaymentFault] : []));
  expect(faults.map(({ name }) => name)).toEqual(['PaymentFault', 'PaymentFault']);
  expect(faults[0]?.message).toContain('bulkhead full');
  expect(await callsOf('bulk-')).toBe(3);
  expect(states).toEqual(['closed']);
  await rig.client.clearFaults();
  for (const reference of references) await charge(reference);
  expect(await rig.client.summary('bulk-')).toMatchObject({ charges: 5, chargedTwice: 0 });
});

describe('reads', () => {
  test('twenty at once are one call of the partner', async () => {
    const { facade } = facadeOfItsOwn();
    const readings = await Promise.all(
      Array.from({ length: 20 }, () => facade.inventory.stationStock(['a', 'b'], 'SKU-many')),
    );
    expect(new Set(readings.map(({ value }) => JSON.stringify(value))).size).toBe(1);
    expect(await stockCalls('SKU-many')).toBe(1);
  });

  test('with the partner down, what was read is served with its age, then refused; then it is fresh again', async () => {
    const { facade, pass } = facadeOfItsOwn();
    const read = () => facade.inventory.stationStock(['a'], 'SKU-stale');
    const available = async () => {
      const { value, ageMs, source } = await read();
      return { available: value[0]?.available, ageMs, source };
    };
    await rig.client.setStations([{ stationId: 'a', sku: 'SKU-stale', available: 5 }]);
    expect(await available()).toEqual({ available: 5, ageMs: 0, source: 'fresh' });

    await rig.client.setFaults([{ partner: 'inventory', kind: 'down' }]);
    await rig.client.setStations([{ stationId: 'a', sku: 'SKU-stale', available: 4 }]);
    pass(600_000);
    for (const _ of [1, 2, 3]) expect(await available()).toEqual({ available: 5, ageMs: 600_000, source: 'stale' });
    pass(300_001);
    await expect(read()).rejects.toBeInstanceOf(InventoryFault);

    await rig.client.clearFaults();
    skipAhead(breakerOpenMs);
    const back = await waitFor('an answer of the partner', () => available().catch(() => undefined));
    expect(back).toEqual({ available: 4, ageMs: 0, source: 'fresh' });
  });

  test('a stale answer is at once, and the next one is new', async () => {
    const { facade, pass } = facadeOfItsOwn();
    const couriers = async () => {
      const { value, source } = await facade.transportation.capacity('zone-refresh');
      return { couriers: value.couriersOnShift, source };
    };
    await rig.client.setZones([{ zoneId: 'zone-refresh', couriersOnShift: 3, openOffers: 0 }]);
    expect(await couriers()).toEqual({ couriers: 3, source: 'fresh' });
    await rig.client.setZones([{ zoneId: 'zone-refresh', couriersOnShift: 8, openOffers: 0 }]);
    pass(5_001);
    expect(await couriers()).toEqual({ couriers: 3, source: 'stale' });
    const refreshed = await waitFor('the refreshed capacity', async () => {
      const now = await couriers();
      return now.source === 'cache' ? now : undefined;
    });
    expect(refreshed).toEqual({ couriers: 8, source: 'cache' });
  });
});
