import { randomBytes } from 'node:crypto';
import { endPlay, type PlayedStack, playZones } from '#cli/zone/play';
import type { Zone } from '#domain/zone/types';
import { publishZones } from '#workers/zones';
import { type Answer, call } from '#test/support/customer';
import { stockStations, testZone, townHall } from '#test/support/testZone';
import { waitFor } from '#test/support/waitFor';
import { World } from '#test/support/world';

let world: World;
beforeAll(async () => {
  world = await World.open({ title: 'zone play' });
});
afterAll(() => world.close());

/** A zone whose stations open in two hours, whatever the time is. */
function closedZone(): Zone {
  const hour = new Date().getUTCHours();
  const zone = testZone({ id: `play-${randomBytes(4).toString('hex')}`, timeZone: 'UTC' });
  const hours = { openHour: (hour + 2) % 24, closeHour: (hour + 4) % 24 };
  return { ...zone, stations: zone.stations.map((station) => ({ ...station, ...hours })) };
}

test('a zone that is closed and without couriers is played: an order is placed, brought, and followed by its link', async () => {
  const zone = closedZone();
  const { pool } = world.database;
  await publishZones(pool, [zone]);
  await stockStations(pool, zone, 'test-toys');
  await world.simulator.setStations(zone.stations.map(({ id }) => ({ stationId: id, sku: 'toy-01', available: 50 })));
  const token = await world.token('customer', 'cus_newcomer');
  const ask = (method: string, path: string, body?: unknown): Promise<Answer> => call(world, token, method, path, body);
  const item = { programId: 'test-toys', sku: 'toy-01' };
  const hold = () => ask('POST', '/v1/promises', { ...item, location: townHall, kind: 'oneHour' });
  const refused = await hold();
  expect([refused.status, refused.body.type]).toEqual([409, expect.stringContaining('StationClosed')]);
  expect(Date.parse(refused.body.opensAt)).toBeGreaterThan(Date.now());

  const { apiUrl, simulator, config } = world;
  const stack: PlayedStack = { db: pool, simulator, apiUrl, jwtSecret: config.api.jwtSecret };
  await playZones(stack, [zone], { couriers: 1, faster: 12 });
  const promise = await waitFor('a promise', async () => {
    const answer = await hold(); // what the facade has read of the partners may be some seconds old
    return answer.status === 201 ? answer.body : undefined;
  });
  const address = { name: 'Ada', line1: '1 High Street', city: 'Leeds', postalCode: 'LS1 1AA', country: 'GB' };
  const { status, body: order } = await ask('POST', '/v1/orders', {
    ...item,
    promiseId: promise.id,
    email: 'ada@example.com',
    address: { ...address, location: townHall },
    paymentToken: 'tok_ok_ada',
  });
  expect(status).toBe(201);
  await waitFor(
    'the order to be brought',
    async () => {
      const { body } = await ask('GET', order.delivery.href);
      return body.status === 'delivered' && body.id === order.delivery.id ? true : undefined;
    },
    120_000,
  );

  await endPlay(stack, [zone]);
  expect(await world.simulator.couriers()).toEqual([]);
  expect((await hold()).body.type).toContain('StationClosed');
}, 200_000);
