import { Registry } from 'prom-client';
import { facadeMetrics } from '#facade/metrics';
import { InventoryFault, type InventoryPort } from '#facade/ports/index';
import { composed } from '#test/support/composed';

/** Every line of the scrape that names `metric`, without comments. */
const linesOf = async (registry: Registry, metric: string): Promise<string[]> =>
  (await registry.metrics()).split('\n').filter((line) => line.startsWith(`${metric}{`));

function rig() {
  const registry = new Registry();
  let now = 0;
  const partner = { down: false };
  const inventory: InventoryPort = {
    stationStock: async () => {
      if (partner.down) throw new InventoryFault('down');
      return [];
    },
  };
  const facade = composed({ inventory }, { observer: facadeMetrics(registry), nowMs: () => now });
  return {
    registry,
    partner,
    facade,
    pass: (ms: number) => {
      now += ms;
    },
    stock: (sku = 'SKU-1') => facade.inventory.stationStock(['a'], sku),
  };
}

test('every breaker is there from the start, closed', async () => {
  const { registry } = rig();
  const lines = await linesOf(registry, 'everbox_facade_breaker_state');
  expect(lines.map((line) => line.split(' ')[1])).toEqual(['0', '0', '0', '0', '0', '0']);
  expect(lines).toContain('everbox_facade_breaker_state{partner="transportation"} 0');
});

test('calls, durations, reads and ages move with the calls', async () => {
  const { registry, facade, stock, pass } = rig();
  await facade.transportation.capacity('zone-1');
  await stock();
  pass(10_000);
  await stock();
  pass(2_500);
  await stock();
  await new Promise((resolve) => setImmediate(resolve));
  expect(await linesOf(registry, 'everbox_facade_calls_total')).toEqual([
    'everbox_facade_calls_total{partner="transportation",operation="capacity",outcome="answered"} 1',
    'everbox_facade_calls_total{partner="inventory",operation="stationStock",outcome="answered"} 2',
  ]);
  expect(await linesOf(registry, 'everbox_facade_call_duration_seconds_count')).toContain(
    'everbox_facade_call_duration_seconds_count{partner="inventory",operation="stationStock"} 2',
  );
  expect((await linesOf(registry, 'everbox_facade_reads_total')).slice(1)).toEqual([
    'everbox_facade_reads_total{partner="inventory",operation="stationStock",source="fresh"} 1',
    'everbox_facade_reads_total{partner="inventory",operation="stationStock",source="cache"} 1',
    'everbox_facade_reads_total{partner="inventory",operation="stationStock",source="stale"} 1',
  ]);
  expect(await linesOf(registry, 'everbox_facade_cache_age_seconds')).toContain(
    'everbox_facade_cache_age_seconds{partner="inventory",operation="stationStock"} 12.5',
  );
});

test('faults, the breaker and what it rejects are told', async () => {
  const { registry, partner, stock } = rig();
  partner.down = true;
  await expect(stock()).rejects.toThrow('down');
  await expect(stock()).rejects.toThrow('circuit breaker open');
  expect(await linesOf(registry, 'everbox_facade_calls_total')).toEqual([
    'everbox_facade_calls_total{partner="inventory",operation="stationStock",outcome="fault"} 3',
  ]);
  expect(await linesOf(registry, 'everbox_facade_breaker_state')).toContain(
    'everbox_facade_breaker_state{partner="inventory"} 2',
  );
  expect(await linesOf(registry, 'everbox_facade_rejections_total')).toEqual([
    'everbox_facade_rejections_total{partner="inventory",operation="stationStock",reason="breakerOpen"} 1',
  ]);
});

test('a full bulkhead and a time-out are told apart from faults', async () => {
  const registry = new Registry();
  const inventory: InventoryPort = { stationStock: () => new Promise(() => {}) };
  const facade = composed({ inventory }, { observer: facadeMetrics(registry) }, 20);
  const settled = await Promise.allSettled(
    ['1', '2', '3', '4'].map((sku) => facade.inventory.stationStock(['a'], sku)),
  );
  expect(settled.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
  const rejections = await linesOf(registry, 'everbox_facade_rejections_total');
  expect(rejections[0]).toBe(
    'everbox_facade_rejections_total{partner="inventory",operation="stationStock",reason="bulkheadFull"} 1',
  );
  expect((await linesOf(registry, 'everbox_facade_calls_total'))[0]).toContain('outcome="timeout"');
});
