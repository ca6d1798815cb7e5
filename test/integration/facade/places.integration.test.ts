import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InventoryFault, TransportationFault } from '#facade/ports/index';
import { apiKey, facadeFor, type Rig, startRig } from './rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterEach(() => rig.client.clear());
afterAll(() => rig.close());

const units = async (...stationIds: string[]): Promise<Record<string, number>> => {
  const stocks = await rig.facade.inventory.stationStock(stationIds, 'SKU-1');
  return Object.fromEntries(stocks.map(({ stationId, available }) => [stationId, available]));
};
const callsOf = async (partner: 'inventory' | 'transportation') =>
  (await rig.client.calls({ partner })).items.map(({ status, faults, hadEffect }) => ({ status, faults, hadEffect }));

test('stock can be set; what is not named stays, also over a restart; clearing brings the curve back', async () => {
  const curve = await units('a', 'b');
  await rig.client.setStations([
    { stationId: 'a', sku: 'SKU-1', available: 7 },
    { stationId: 'b', sku: 'SKU-1', available: 100 },
    { stationId: 'b', sku: 'SKU-2', available: 9 },
  ]);
  await rig.client.setStations([{ stationId: 'b', sku: 'SKU-1', available: 0 }]);
  await rig.restart();
  expect(await units('a', 'b')).toEqual({ a: 7, b: 0 });
  await rig.client.clear();
  // The same numbers as before, unless the hour has just changed: then they fell, as they do in a day.
  expect(Object.keys(await units('a', 'b'))).toEqual(Object.keys(curve));
});

test('capacity can be set, and stays over a restart', async () => {
  await rig.client.setZones([{ zoneId: 'zone-1', couriersOnShift: 3, openOffers: 2 }]);
  await rig.restart();
  expect(await rig.facade.transportation.capacity('zone-1')).toMatchObject({ couriersOnShift: 3, openOffers: 2 });
});

test.each<[string, () => Promise<void>, RegExp]>([
  [
    'negative stock',
    () => rig.client.setStations([{ stationId: 'a', sku: 'SKU-1', available: -1 }]),
    /400.*0\.available/,
  ],
  ['a station without an ID', () => rig.client.setStations([{ stationId: '', sku: 'S', available: 1 }]), /stationId/],
  [
    'one station twice',
    () =>
      rig.client.setStations([
        { stationId: 'a', sku: 'SKU-1', available: 1 },
        { stationId: 'a', sku: 'SKU-1', available: 2 },
      ]),
    /once/,
  ],
  [
    'half a courier',
    () => rig.client.setZones([{ zoneId: 'z', couriersOnShift: 0.5, openOffers: 0 }]),
    /couriersOnShift/,
  ],
])('%s is refused and changes nothing', async (_name, change, message) => {
  await rig.client.setStations([{ stationId: 'a', sku: 'SKU-1', available: 5 }]);
  await expect(change()).rejects.toThrow(message);
  expect(await units('a')).toEqual({ a: 5 });
});

test('faults happen to reads too; every call is in the ledger, and none has an effect', async () => {
  await rig.client.setFaults([
    { partner: 'inventory', kind: 'down', nth: 1 },
    { partner: 'inventory', kind: 'error500', nth: 1 },
    { partner: 'transportation', kind: 'timeoutAfterEffect', nth: 1 },
  ]);
  const stock = () => rig.facade.inventory.stationStock(['a'], 'SKU-1');
  await expect(stock()).rejects.toThrow('inventory stationStock: connection failed');
  await expect(stock()).rejects.toThrow('inventory stationStock: answered 500');
  await stock();
  const impatient = facadeFor(rig.simulator.url, 300);
  await expect(impatient.transportation.capacity('z')).rejects.toBeInstanceOf(TransportationFault);
  expect(await callsOf('inventory')).toEqual([
    { status: null, faults: ['down'], hadEffect: false },
    { status: 500, faults: ['error500'], hadEffect: false },
    { status: 200, faults: [], hadEffect: false },
  ]);
  expect(await callsOf('transportation')).toEqual([{ status: null, faults: ['timeoutAfterEffect'], hadEffect: false }]);
});

test('a read that fails with a probability fails sometimes: each call is a draw of its own', async () => {
  await rig.client.setFaults([{ partner: 'inventory', kind: 'error500', probability: 0.5 }]);
  const outcomes = new Set<string>();
  for (let call = 0; call < 20; call += 1) {
    const answer = await units('a').catch(() => 'fault');
    outcomes.add(answer === 'fault' ? 'fault' : 'answer');
  }
  expect([...outcomes].toSorted()).toEqual(['answer', 'fault']);
});

test.each([
  ['no item', '/inventory/stock?stationId=a', 'sku'],
  ['no station', '/inventory/stock?sku=SKU-1', 'stationId'],
  ['an unknown field', '/inventory/stock?sku=SKU-1&stationId=a&colour=red', 'colour'],
])('a question about %s is refused', async (_name, path, field) => {
  const response = await fetch(`${rig.simulator.url}${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  expect(response.status).toBe(400);
  expect(await response.text()).toContain(field);
});

test.each([
  ['another item', { items: [{ stationId: 'a', sku: 'SKU-2', available: 1, asOf: '2026-01-01T00:00:00Z' }] }],
  [
    'a station that was not asked for',
    { items: [{ stationId: 'x', sku: 'SKU-1', available: 1, asOf: '2026-01-01T00:00:00Z' }] },
  ],
  ['less than nothing', { items: [{ stationId: 'a', sku: 'SKU-1', available: -1, asOf: '2026-01-01T00:00:00Z' }] }],
  ['a time that is none', { items: [{ stationId: 'a', sku: 'SKU-1', available: 1, asOf: 'noon' }] }],
  ['nothing', {}],
])('an answer about %s is a fault', async (_name, body) => {
  const partner = createServer((_request, response) => response.end(JSON.stringify(body)));
  await new Promise<void>((resolve) => partner.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = partner.address() as AddressInfo;
    const answer = facadeFor(`http://127.0.0.1:${port}`).inventory.stationStock(['a'], 'SKU-1');
    await expect(answer).rejects.toBeInstanceOf(InventoryFault);
    await expect(answer).rejects.toThrow('answered 200 with a malformed body');
  } finally {
    partner.closeAllConnections();
    await new Promise((resolve) => partner.close(resolve));
  }
});
