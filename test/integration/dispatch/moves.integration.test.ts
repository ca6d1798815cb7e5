import { dispatchZone } from '#activities/dispatch/dispatchZone';
import type { Dependencies } from '#activities/dependencies';
import { center, Delivering, north, zone } from '../api/delivering';
import { ApiRig } from '../api/rig';

let rig: ApiRig;
let world: Delivering;
beforeEach(async () => {
  rig = await ApiRig.open();
  world = new Delivering(rig);
});
afterEach(() => rig.close());

const batch = () => dispatchZone({ db: rig.database.pool } as Dependencies, { zoneId: zone.id });
const rows = async (sql: string) => (await rig.database.pool.query(sql)).rows;

test('a batch with nothing to offer sends the idle courier to a station, once, and logs why', async () => {
  await world.carried();
  const idle = await world.courier(north(center, 30));
  expect(await batch()).toMatchObject({ open: 1 });
  await batch();
  const suggested = await rows('SELECT courier_id, station_id, saves_ms FROM courier_moves');
  expect(suggested).toEqual([{ courier_id: idle, station_id: expect.any(String), saves_ms: expect.any(Number) }]);
  const logged = await rows('SELECT decision FROM dispatch_decisions');
  expect(logged).toHaveLength(1);
  expect(logged[0].decision).toMatchObject({
    offers: [],
    moves: [{ courierId: idle, stationId: suggested[0].station_id, savesMs: suggested[0].saves_ms }],
  });
});

test('an order that comes meanwhile is offered to the courier on that ride, and ends the suggestion', async () => {
  await world.carried();
  const idle = await world.courier(north(center, 30));
  await batch();
  await rig.database.pool.query('UPDATE couriers SET on_shift_until = NULL WHERE id <> $1', [idle]);
  await world.delivery();
  await batch();
  expect(await rows(`SELECT courier_id, state FROM offers WHERE state = 'open'`)).toEqual([
    { courier_id: idle, state: 'open' },
  ]);
  expect(await rows('SELECT FROM courier_moves WHERE ended_at IS NULL')).toEqual([]);
});
