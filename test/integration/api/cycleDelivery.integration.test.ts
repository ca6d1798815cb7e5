import { publishZone } from '#db/deliveries/zones';
import { testZone, townHall } from '#test/support/testZone';
import { refusal } from './delivering';
import { signUp, storeCycle } from './fixtures';
import { type Answer, address, ApiRig } from './rig';

/** No worker is up: what is not refused by the API itself ends in 503, and nothing is changed. */
let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

beforeEach(async () => {
  await rig.database.pool.query('TRUNCATE subscriptions, cycles CASCADE');
  await publishZone(rig.database.pool, testZone());
});

const shipAt = new Date('2026-12-01T18:00:00Z');

/** A subscription with an open cycle that ships at six in the evening. */
async function openCycle(location: unknown = townHall): Promise<string> {
  const id = await signUp(rig, 'cus_1', { address: { ...address, location } });
  await storeCycle(rig, id, 1);
  await rig.database.pool.query('UPDATE cycles SET ship_at = $2 WHERE subscription_id = $1', [id, shipAt]);
  return id;
}

const choose = (id: string, body: unknown, cycle = 1, subject = 'cus_1'): Promise<Answer> =>
  rig.call('PUT', `/v1/subscriptions/${id}/cycles/${cycle}/delivery`, { role: 'customer', subject, body });

const optionsOf = async (id: string): Promise<Answer['body']> => {
  const query = `?subscriptionId=${id}&cycle=1`;
  return (await rig.call('GET', `/v1/delivery-options${query}`, { role: 'customer' })).body;
};

const withHours = (openHour: number, closeHour: number) =>
  publishZone(
    rig.database.pool,
    testZone({ stations: testZone().stations.map((station) => ({ ...station, openHour, closeHour })) }),
  );

test.each([
  ['outside every zone', { lat: 48.8566, lng: 2.3522 }, 'OutsideZone', 'outsideZone'],
  ['without a place', null, 'OutsideZone', 'noLocation'],
])('an address %s: refused, as the options say', async (_, location, type, reason) => {
  const id = await openCycle(location);
  const before = await rig.count('idempotency_keys');
  expect(refusal(await choose(id, { method: 'oneHour' }))).toBe(`409 ${type}`);
  expect((await optionsOf(id)).options.map((each: { reason?: string }) => each.reason)).toEqual([
    reason,
    reason,
    undefined,
  ]);
  expect(refusal(await choose(id, { method: 'parcel' }))).toBe('503 Unavailable');
  expect(await rig.count('cycles', 'courier IS NOT NULL')).toBe(0);
  expect(await rig.count('idempotency_keys')).toBeGreaterThan(before); // that it does not go there is an answer
});

test('a zone of another currency is none', async () => {
  await publishZone(rig.database.pool, testZone({ currency: 'EUR' }));
  const id = await openCycle();
  expect(refusal(await choose(id, { method: 'twoHour' }))).toBe('409 OutsideZone');
  expect((await optionsOf(id)).zone).toBeNull();
});

test('the options of a cycle are those of its ship date, at hours when a station is open', async () => {
  const id = await openCycle();
  const [oneHour, twoHour, parcel] = (await optionsOf(id)).options;
  expect(oneHour).toEqual({
    kind: 'oneHour',
    open: true,
    feeCents: 499,
    dueAt: '2026-12-01T19:00:00.000Z',
    station: null,
  });
  expect(twoHour).toMatchObject({ feeCents: 299, dueAt: '2026-12-01T20:00:00.000Z' });
  expect(parcel).toMatchObject({ feeCents: 0, open: true });
  await withHours(9, 17);
  expect((await optionsOf(id)).options[0]).toMatchObject({ open: true, dueAt: '2026-12-02T10:00:00.000Z' });
  expect(refusal(await choose(id, { method: 'oneHour' }))).toBe('503 Unavailable'); // not refused: nobody is there to take it
});

test.each([
  ['07:30', '409 StationClosed'],
  ['20:50', '409 StationClosed'], // hold and handoff would end after nine
  ['18:30', '503 Unavailable'],
  ['09:00', '503 Unavailable'], // the next morning
])('from %s, with stations that open from 8 to 21: %s', async (from, expected) => {
  await withHours(8, 21);
  expect(refusal(await choose(await openCycle(), { method: 'oneHour', from }))).toBe(expected);
});

test('a zone where no courier can be in time: too far within the hour, not within two', async () => {
  await publishZone(rig.database.pool, testZone({ couriers: { ...testZone().couriers, metersPerMinute: 12 } }));
  const id = await openCycle();
  expect(refusal(await choose(id, { method: 'oneHour' }))).toBe('409 TooFar');
  expect(refusal(await choose(id, { method: 'twoHour' }))).toBe('503 Unavailable');
});

test.each([
  [{ method: 'drone' }, 'method'],
  [{}, 'method'],
  [{ method: 'oneHour', from: '24:00' }, 'from'],
  [{ method: 'oneHour', from: 1_830 }, 'from'],
  [{ method: 'oneHour', feeCents: -1 }, 'feeCents'],
  [{ method: 'oneHour', feeCents: 500 }, 'feeCents'],
  [{ method: 'parcel', from: '18:00' }, 'from'],
])('%j names %s', async (body, field) => {
  const answer = await choose(await openCycle(), body);
  expect([answer.status, answer.body.errors?.[0]]).toEqual([400, expect.objectContaining({ field, in: 'body' })]);
});

test('what is not there, or another customer’s: 404; a cycle that closed is the workflow’s to refuse', async () => {
  const id = await openCycle();
  expect(refusal(await choose(id, { method: 'oneHour' }, 2))).toBe('404 NotFound');
  expect(refusal(await choose(id, { method: 'oneHour' }, 1, 'cus_2'))).toBe('404 NotFound');
  await storeCycle(rig, id, 3, { sku: null });
  expect(refusal(await choose(id, { method: 'oneHour' }, 3))).toBe('404 NotFound');
  await storeCycle(rig, id, 4, { status: 'shipped' });
  expect(refusal(await choose(id, { method: 'oneHour', from: '03:00' }, 4))).toBe('503 Unavailable');
  const options = await rig.call('GET', `/v1/delivery-options?subscriptionId=${id}&cycle=4`, { role: 'customer' });
  expect(refusal(options)).toBe('409 NoOpenCycle');
});
