import { readMoves, suggestMove } from '#db/deliveries/courierMoves';
import { recordDecision } from '#db/deliveries/dispatchState';
import { expireOffers } from '#db/deliveries/offerEnds';
import { createOffer } from '#db/deliveries/offers';
import { loseSilentCouriers } from '#db/deliveries/silentCouriers';
import { center, type Delivering, expectStatus, north, refusal, stationId, zone } from '../api/delivering';
import type { ApiRig } from '../api/rig';
import { at, startMs, minuteMs, DispatchRig } from './rig';

let dispatch: DispatchRig;
let rig: ApiRig;
let world: Delivering;
beforeEach(async () => {
  dispatch = await DispatchRig.open();
  ({ api: rig, world } = dispatch);
});
afterEach(() => dispatch.close());

const seen = async (id: string) => (await dispatch.state()).couriers.find((courier) => courier.id === id);

test('the state has who can be asked, and what waits for somebody', async () => {
  const [first, second] = [await world.delivery({ dueAtMs: at(50) }), await world.delivery({ isPacked: false })];
  const free = await world.courier();
  const unlocated = await world.courier(null);
  const { courier: busy, id: onTheWay } = await world.carried({ place: north(center, 4) });
  const read = await dispatch.state();
  expect(read.deliveries).toMatchObject([
    {
      id: first,
      stationId,
      destination: center,
      placedAtMs: startMs,
      readyAtMs: startMs,
      dueAtMs: at(50),
      priority: 0,
    },
    { id: second, readyAtMs: at(5), declinedBy: [] },
  ]);
  expect(read.openDeliveries).toBe(3);
  expect(read.couriers.map(({ id }) => id).sort()).toEqual([free, busy].sort());
  expect(read.couriers.map(({ id }) => id)).not.toContain(unlocated);
  expect(await seen(free)).toMatchObject({ freeAtMs: startMs, freePlace: center, capacity: 3 });
  const carrying = await seen(busy);
  expect(carrying).toMatchObject({ freePlace: north(center, 4), place: center });
  const { expected_at: expectedAt } = await world.row(onTheWay);
  expect(carrying?.freeAtMs).toBeGreaterThan(expectedAt.getTime());
});

test('who is off shift, silent, or thinking about an offer, is seen as that', async () => {
  const [offShift, silent, asked] = [await world.courier(), await world.courier(), await world.courier()];
  await world.offer(asked, [await world.delivery()]);
  expectStatus(await world.put(offShift, 'shift', { zoneId: zone.id, until: null }), 200);
  rig.nowMs = startMs + zone.couriers.silentSeconds * 1_000 + 1;
  expect((await dispatch.state()).couriers).toEqual([]);
  await world.offers(asked); // asking is a sign of life
  expect((await dispatch.state()).couriers).toMatchObject([{ id: asked, hasOpenOffer: true }]);
  await world.offers(silent);
  expect(await seen(silent)).toMatchObject({ hasOpenOffer: false });
  rig.nowMs = startMs + 5 * 3_600_000;
  await world.offers(silent);
  expect((await dispatch.state()).couriers).toEqual([]); // the shift has run out
});

test('who declined, or let it pass, is remembered for a while, so that nothing starves', async () => {
  const id = await world.delivery();
  const [one, other] = [await world.courier(), await world.courier()];
  await world.answer(one, (await world.offer(one, [id])) ?? '', 'decline');
  await world.offer(other, [id], 1_000);
  expect(await dispatch.waiting()).toEqual([]); // on a live offer
  rig.nowMs = startMs + 1_000;
  expect(await dispatch.inTx((tx) => expireOffers(tx, zone.id, startMs + 1_000))).toHaveLength(1);
  expect((await dispatch.state()).deliveries[0]?.declinedBy).toEqual([one, other].sort());
  rig.nowMs = at(11);
  expect((await dispatch.state()).deliveries[0]?.declinedBy).toEqual([]);
});

test('an offer is made once, and not when something came in between', async () => {
  const [id, taken] = [await world.delivery(), await world.delivery()];
  const courier = await world.courier();
  const offer = {
    offerId: 'off_1',
    zoneId: zone.id,
    courierId: courier,
    deliveryIds: [id],
    explanation: { why: 'nearest' },
    expiresAtMs: at(1),
  };
  const make = (change: Partial<typeof offer>) =>
    dispatch.inTx((tx) => createOffer(tx, { ...offer, ...change }, startMs));
  await world.accepted([taken]);
  expect(await make({ deliveryIds: [id, taken] })).toBe(false);
  expect(await make({ deliveryIds: [] })).toBe(false);
  expect(await make({ deliveryIds: ['ord_none'] })).toBe(false);
  expect(await make({ zoneId: 'elsewhere' })).toBe(false);
  expect(await rig.count('offers', `id = 'off_1'`)).toBe(0);
  expect([await make({}), await make({})]).toEqual([true, true]); // a retry of the activity
  expect(await make({ offerId: 'off_2' })).toBe(false);
  expect((await world.kinds(id)).filter((kind) => kind === 'offered')).toHaveLength(1);
  await world.put(courier, 'shift', { zoneId: zone.id, until: null });
  expect(await make({ offerId: 'off_3' })).toBe(false);
});

test('the index alone keeps a delivery from being on two live offers', async () => {
  const id = await world.delivery();
  await world.offer(await world.courier(), [id]);
  const { pool } = rig.database;
  const other = await world.courier();
  await pool.query(`INSERT INTO offers VALUES ('off_x', $1, $2, 'open', '{}', now())`, [zone.id, other]);
  const twice = pool.query(`INSERT INTO offer_deliveries VALUES ('off_x', $1, 0, true)`, [id]);
  await expect(twice).rejects.toMatchObject({ code: '23505', constraint: 'offer_deliveries_live' });
});

test('a courier who vanished loses everything: what was not picked up waits again, what was is lost', async () => {
  const [inHand, accepted, offered] = [await world.delivery(), await world.delivery(), await world.delivery()];
  const { courier } = await world.accepted([inHand, accepted]);
  await world.step(courier, inHand, 'pickup');
  await world.offer(courier, [offered], 60 * minuteMs);
  const { courier: alive, id: theirs } = await world.carried();
  rig.nowMs = at(5);
  await world.offers(alive);
  const lose = (minutes: number) =>
    dispatch.inTx((tx) => loseSilentCouriers(tx, zone.id, { silentSeconds: 180, carryingSeconds: 900 }, at(minutes)));
  const nothing = { courierIds: [], waitingAgain: [], lost: [] };
  // After the first limit only what somebody else can still bring; what is in hand may yet come.
  expect(await lose(5)).toEqual({ ...nothing, waitingAgain: [accepted] });
  expect((await world.row(inHand)).phase).toBe('onTheWay');
  expect(await lose(15)).toEqual(nothing);
  rig.nowMs = at(16);
  await world.offers(alive);
  expect(await lose(16)).toEqual({ ...nothing, courierIds: [courier], lost: [inHand] });
  expect(await lose(17)).toEqual(nothing);
  expect(await world.row(inHand)).toMatchObject({ phase: 'lost', ended_at: new Date(at(16)), courier_id: courier });
  expect(await world.row(accepted)).toMatchObject({ phase: 'waiting', courier_id: null });
  expect([(await world.told(inHand)).at(-1), (await world.told(accepted)).at(-1)]).toEqual(['lost', 'courierLost']);
  expect((await dispatch.waiting()).sort()).toEqual([accepted, offered].sort());
  expect((await world.row(theirs)).phase).toBe('onTheWay');
  expect(refusal(await world.photo(courier, inHand))).toBe('409 DeliveryEnded');
  expect(refusal(await world.step(courier, accepted, 'pickup'))).toBe('409 NotYours');
});

test('who was silent with an order in hand, and is heard of again before the longer limit, brings it', async () => {
  const { courier, id } = await world.carried();
  rig.nowMs = at(10);
  const limits = { silentSeconds: 180, carryingSeconds: 900 };
  expect((await dispatch.inTx((tx) => loseSilentCouriers(tx, zone.id, limits, at(10)))).lost).toEqual([]);
  expectStatus(await world.photo(courier, id), 200);
  expect((await world.row(id)).phase).toBe('delivered');
  expect(await seen(courier)).toBeDefined(); // still on shift: there is nothing to begin anew
});

test('an announced shift is planned with from an hour before, and nothing is offered until it begins', async () => {
  const from = (minutes: number) => ({ from: new Date(at(minutes)).toISOString() });
  const until = new Date(at(400)).toISOString();
  const body = { zoneId: zone.id, until, startPlace: north(center, 3) };
  expectStatus(await world.put('crr_soon', 'shift', { ...body, ...from(30) }), 200);
  expectStatus(await world.put('crr_later', 'shift', { ...body, ...from(90) }), 200);
  expect((await dispatch.state()).couriers).toMatchObject([
    { id: 'crr_soon', freePlace: north(center, 3), freeAtMs: at(30), offDutyAtMs: at(400) },
  ]);
  const delivery = await world.delivery();
  expect(await world.offer('crr_soon', [delivery])).toBeNull();
  rig.nowMs = at(31);
  expect(await seen('crr_soon')).toBeUndefined(); // has not come
  expectStatus(await world.put('crr_soon', 'location', { ...center, at: new Date(at(31)).toISOString() }), 200);
  expect(await seen('crr_soon')).toMatchObject({ freePlace: center, freeAtMs: at(31) });
  expect(await world.offer('crr_soon', [delivery])).not.toBeNull();
});

test('a place is suggested once, seen by its courier, and ended by an offer or the end of the shift', async () => {
  const [one, other] = [await world.courier(), await world.courier()];
  const move = (courierId: string) => ({ courierId, stationId, arrivesAtMs: at(4), savesMs: 90_000 });
  const suggest = (courierId: string) =>
    dispatch.inTx((tx) => suggestMove(tx, zone.id, move(courierId), rig.nowMs ?? 0));
  expect([await suggest(one), await suggest(one), await suggest(other)]).toEqual([true, false, true]);
  expect(await seen(one)).toMatchObject({ headedFor: stationId });
  const shiftOf = async (subject: string) =>
    (await rig.call('GET', '/v1/couriers/me/shift', { role: 'courier', subject })).body;
  expect((await shiftOf(one)).suggestedPlace).toMatchObject({
    station: { id: stationId, place: zone.stations[0]?.place },
    reason: expect.stringMatching(/up to 2 minutes less/),
    until: new Date(at(9)).toISOString(),
  });
  const [offered, bundled] = [await world.delivery(), await world.delivery()];
  expect(await world.offer(one, [offered])).not.toBeNull();
  await world.put(other, 'shift', { zoneId: zone.id, until: null });
  expect(await readMoves(rig.database.pool, [one, other], startMs)).toEqual(new Map());
  expect([(await shiftOf(one)).suggestedPlace, (await shiftOf(other)).suggestedPlace]).toEqual([null, null]);
  // And by itself, some minutes after the arrival.
  const third = await world.courier();
  expect(await suggest(third)).toBe(true);
  rig.nowMs = at(9);
  expect((await shiftOf(third)).suggestedPlace).toBeNull();
  expect(await world.offer(third, [bundled])).not.toBeNull();
});

test('a decision is stored once', async () => {
  const decision = { offers: [{ courier: 'crr_1', why: 'nearest' }] };
  for (let n = 0; n < 2; n++) await dispatch.inTx((tx) => recordDecision(tx, zone.id, startMs, decision));
  const { rows } = await rig.database.pool.query('SELECT decision FROM dispatch_decisions');
  expect(rows).toEqual([{ decision }]);
});
