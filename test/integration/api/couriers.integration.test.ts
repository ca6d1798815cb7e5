import { center, Delivering, expectStatus, north, refusal, stationId, zone } from './delivering';
import { ApiRig } from './rig';
import { minuteMs } from '#domain/time';

let rig: ApiRig;
let world: Delivering;
beforeAll(async () => {
  rig = await ApiRig.open();
  world = new Delivering(rig);
});
afterAll(() => rig.close());

const startMs = Date.parse('2026-03-02T12:00:00Z');
beforeEach(() => {
  rig.nowMs = startMs;
});
const iso = (ms: number): string => new Date(ms).toISOString();

describe('a shift', () => {
  test('begins, and is answered with what counts', async () => {
    const until = iso(startMs + 3_600_000);
    const { status, body } = await world.put('crr_shift', 'shift', { zoneId: zone.id, until });
    const expected = { zoneId: zone.id, from: null, until, capacity: zone.couriers.capacity, suggestedPlace: null };
    expect([status, body]).toEqual([200, expected]);
    const read = await rig.call('GET', '/v1/couriers/me/shift', { role: 'courier', subject: 'crr_shift' });
    expect([read.status, read.body]).toEqual([200, expected]);
  });

  test('of somebody who never had one is not found', async () => {
    const read = await rig.call('GET', '/v1/couriers/me/shift', { role: 'courier', subject: 'crr_nobody' });
    expect(refusal(read)).toBe('404 NotFound');
  });

  test('is announced for a known time, in which nothing is offered yet, and begins by itself', async () => {
    const [from, until] = [iso(startMs + 3_600_000), iso(startMs + 13 * 3_600_000)];
    const { status, body } = await world.put('crr_ahead', 'shift', { zoneId: zone.id, from, until });
    expect([status, body.from, body.until]).toEqual([200, from, until]);
    const location = { ...center, at: iso(startMs) };
    expect(refusal(await world.put('crr_ahead', 'location', location))).toBe('409 NotOnShift');
    rig.nowMs = startMs + 3_600_000;
    expectStatus(await world.put('crr_ahead', 'location', { ...center, at: iso(rig.nowMs) }), 200);
  });

  test('that is announced for another continent is refused, and changes nothing', async () => {
    const body = { zoneId: zone.id, from: iso(startMs + 1_000), until: iso(startMs + 60_000) };
    const before = await world.snapshot();
    const answer = await world.put('crr_bad', 'shift', { ...body, startPlace: { lat: -33.86, lng: 151.21 } });
    expect(refusal(answer)).toBe('422 ImplausibleLocation');
    expect(await world.snapshot()).toBe(before);
  });

  test.each([
    ['until', { until: iso(startMs) }, 'future'],
    ['until', { until: iso(startMs + 12 * 3_600_000 + 1) }, 'longestShift'],
    ['until', {}, 'required'],
    ['until', { from: iso(startMs + 2_000), until: iso(startMs + 1_000) }, 'afterFrom'],
    ['until', { from: iso(startMs + 1_000), until: iso(startMs + 12 * 3_600_000 + 1_001) }, 'longestShift'],
    ['from', { from: iso(startMs + 24 * 3_600_000 + 1), until: iso(startMs + 25 * 3_600_000) }, 'tooFar'],
    ['from', { from: iso(startMs + 1_000), until: null }, 'absent'],
    ['zoneId', { zoneId: 'atlantis' }, 'exists'],
    ['capacity', { capacity: zone.couriers.capacity + 1 }, `max:${zone.couriers.capacity}`],
    ['capacity', { capacity: 0 }, 'min:1'],
  ])('names %s when it is wrong: %j', async (field, change, rule) => {
    const before = await world.snapshot();
    const until = 'until' in change || rule === 'required' ? {} : { until: iso(startMs + 1_000) };
    const { status, body } = await world.put('crr_bad', 'shift', { zoneId: zone.id, ...until, ...change });
    expect([status, body.errors?.[0].field, body.errors?.[0].rule]).toEqual([400, field, rule]);
    expect(await world.snapshot()).toBe(before);
  });

  test('that ends withdraws what is offered, and leaves what was accepted', async () => {
    const [mine, offered] = [await world.delivery(), await world.delivery()];
    const { courier } = await world.accepted([mine]);
    const offer = await world.offer(courier, [offered]);
    expectStatus(await world.put(courier, 'shift', { zoneId: zone.id, until: null }), 200);
    expect(refusal(await world.answer(courier, offer!, 'accept'))).toBe('409 OfferWithdrawn');
    expect((await world.row(mine)).courier_id).toBe(courier);
    expect(await world.offer(await world.courier(), [offered])).not.toBeNull();
  });

  test('in another zone has to wait for what is carried', async () => {
    const { courier } = await world.carried();
    await rig.database.pool.query(
      `INSERT INTO zones (id, config) SELECT 'elsewhere', config || '{"id":"elsewhere"}' FROM zones LIMIT 1`,
    );
    const answer = await world.put(courier, 'shift', { zoneId: 'elsewhere', until: null });
    expect(refusal(answer)).toBe('409 StillDelivering');
  });
});

describe('a location', () => {
  test('is taken, and one that is older, or the same, changes nothing', async () => {
    const courier = await world.courier(null);
    const at = iso(startMs);
    expect((await world.put(courier, 'location', { ...center, at })).body).toMatchObject({ applied: true });
    for (const late of [at, iso(startMs - 1_000)]) {
      const { body } = await world.put(courier, 'location', { ...north(center, 1), at: late });
      expect(body).toMatchObject({ applied: false });
    }
    const { rows } = await rig.database.pool.query('SELECT lat FROM couriers WHERE id = $1', [courier]);
    expect(rows[0].lat).toBe(center.lat);
  });

  test.each([
    ['from the future', { ...center, at: iso(startMs + minuteMs + 1) }, 'future'],
    ['of another continent', { lat: -33.86, lng: 151.21, at: iso(startMs) }, 'tooFar'],
    ['faster than a car', { ...north(center, 100), at: iso(startMs + minuteMs) }, 'tooFast'],
  ])('%s is refused, and changes nothing', async (_what, body, rule) => {
    const courier = await world.courier();
    const before = await world.snapshot();
    const answer = await world.put(courier, 'location', body);
    expect([refusal(answer), answer.body.rule]).toEqual(['422 ImplausibleLocation', rule]);
    expect(await world.snapshot()).toBe(before);
  });

  test.each([
    ['lat', { lat: 91 }, 'max:90'],
    ['lng', { lng: -181 }, 'min:-180'],
    ['lat', { lat: '53' }, 'type:number'],
    ['at', { at: 'now' }, 'format:datetime'],
  ])('names %s when it is wrong: %j', async (field, change, rule) => {
    const { status, body } = await world.put('crr_x', 'location', { ...center, at: iso(startMs), ...change });
    expect([status, body.errors?.[0].field, body.errors?.[0].rule]).toEqual([400, field, rule]);
  });

  test('is none of our business off shift', async () => {
    expect(refusal(await world.put('crr_none', 'location', { ...center, at: iso(startMs) }))).toBe('409 NotOnShift');
    const courier = await world.courier();
    await world.put(courier, 'shift', { zoneId: zone.id, until: null });
    const answer = await world.put(courier, 'location', { ...center, at: iso(startMs + 1_000) });
    expect(refusal(answer)).toBe('409 NotOnShift');
  });

  test('tells the customer of a delivery on its way, at most every ten seconds, and when it is expected', async () => {
    const { courier, id } = await world.carried({ place: north(center, 20) });
    const waiting = await world.delivery();
    for (const seconds of [1, 5, 11, 12, 30]) {
      rig.nowMs = startMs + seconds * 1_000;
      const body = { ...north(center, seconds / 10), at: iso(rig.nowMs) };
      expectStatus(await world.put(courier, 'location', body), 200);
    }
    expect((await world.kinds(id)).filter((kind) => kind === 'located')).toHaveLength(3);
    expect(await world.kinds(waiting)).not.toContain('located');
    expect(await world.told(id)).toEqual(['packed', 'accepted', 'pickedUp']);
    const { body } = await rig.call('GET', `/v1/deliveries/${id}`, { role: 'customer' });
    expect(body.courier).toEqual({ place: north(center, 3), at: iso(startMs + 30_000) });
    expect(Date.parse(body.expectedAt)).toBeGreaterThan(startMs + 30_000);
  });
});

test('offers show the station, the doors in order, and addresses only once accepted', async () => {
  const ids = [await world.delivery({ place: north(center, 2) }), await world.delivery({ place: north(center, 4) })];
  await rig.database.pool.query(
    `INSERT INTO addresses (id, subscription_id, name, line1, city, postal_code, country)
     VALUES ('addr_door', 'ord', 'A Person', '1 High Street', 'Leeds', 'LS1 1AA', 'GB')`,
  );
  await rig.database.pool.query(
    `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id,
       revision) VALUES ($1, $1, 1, 'cus_1', 'test-toys', 'delivering', 'toy-01', 1999, 'addr_door', 1)`,
    [ids[0]],
  );
  const courier = await world.courier();
  const offer = await world.offer(courier, ids);
  const [open] = await world.offers(courier);
  expect(open).toMatchObject({
    id: offer,
    state: 'open',
    expiresAt: iso(startMs + minuteMs),
    station: { id: stationId },
  });
  expect(open.deliveries.map((delivery: { id: string; address: unknown }) => [delivery.id, delivery.address])).toEqual([
    [ids[0], null],
    [ids[1], null],
  ]);
  const { body } = await world.answer(courier, offer ?? '', 'accept');
  expect(body.state).toBe('accepted');
  expect(body.deliveries[0].address).toMatchObject({ name: 'A Person', line1: '1 High Street' });
  expect(body.deliveries[0].expectedAt < body.deliveries[1].expectedAt).toBe(true);
  expect(await world.offers(courier)).toEqual([body]);
  rig.nowMs = startMs + 10 * minuteMs;
  expect(await world.offers(courier)).toHaveLength(1); // accepted: it expires no more
});

test('an open offer is no longer shown once it has expired', async () => {
  const courier = await world.courier();
  await world.offer(courier, [await world.delivery()]);
  rig.nowMs = startMs + minuteMs;
  expect(await world.offers(courier)).toEqual([]);
});
