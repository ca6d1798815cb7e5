import { failDelivery, markPacked, openDelivery } from '#db/deliveries/deliveries';
import { markAtRisk, markMissed } from '#db/deliveries/deliveryMarks';
import { center, type Delivering, expectStatus, refusal, stationId, zone } from '../api/delivering';
import { at, startMs, DispatchRig } from './rig';

let dispatch: DispatchRig;
let world: Delivering;
beforeEach(async () => {
  dispatch = await DispatchRig.open();
  ({ world } = dispatch);
});
afterEach(() => dispatch.close());

test('a delivery is opened once, with its code; a repeat changes nothing', async () => {
  const open = {
    deliveryId: 'ord_1',
    zoneId: zone.id,
    stationId,
    customerId: 'cus_1',
    place: center,
    orderedAtMs: startMs,
    handoffDueAtMs: at(15),
    dueAtMs: at(60),
    readyAtMs: at(5),
  };
  expect(await dispatch.inTx((tx) => openDelivery(tx, open))).toBe(true);
  const before = await world.snapshot();
  expect(await dispatch.inTx((tx) => openDelivery(tx, { ...open, dueAtMs: at(90) }))).toBe(false);
  expect(await world.snapshot()).toBe(before);
  expect(await world.row('ord_1')).toMatchObject({
    phase: 'preparing',
    dropoff_code: expect.stringMatching(/^\d{4}$/),
  });
  expect(await world.kinds('ord_1')).toEqual(['ordered']);
});

test('packed is a fact once: also of a delivery that a courier has accepted, and never of one that ended', async () => {
  const [plain, accepted, failed] = [
    await world.delivery({ isPacked: false }),
    await world.delivery({ isPacked: false }),
    await world.delivery({ isPacked: false }),
  ];
  await world.accepted([accepted]);
  await dispatch.inTx((tx) => failDelivery(tx, failed, 'test', at(1)));
  const pack = (id: string) => dispatch.inTx((tx) => markPacked(tx, id, at(2)));
  expect([await pack(plain), await pack(accepted), await pack(failed)]).toEqual([true, true, false]);
  expect([await pack(plain), await pack('ord_none')]).toEqual([false, false]);
  expect((await world.row(plain)).phase).toBe('waiting');
  expect(await world.row(accepted)).toMatchObject({ phase: 'accepted', ready_at: new Date(at(2)) });
});

test('a delivery is called off while nobody carries it, and its offer with it', async () => {
  const [offered, bundled, accepted] = [await world.delivery(), await world.delivery(), await world.delivery()];
  const fail = (id: string) => dispatch.inTx((tx) => failDelivery(tx, id, 'no courier took it', at(1)));
  const asked = await world.courier();
  const offer = (await world.offer(asked, [offered, bundled])) ?? '';
  const { courier } = await world.accepted([accepted]);
  const { id: carried } = await world.carried();
  expect([await fail(offered), await fail(accepted), await fail(carried)]).toEqual([true, true, false]);
  expect(await fail(offered)).toBe(false);
  expect(refusal(await world.answer(asked, offer, 'accept'))).toBe('409 OfferWithdrawn');
  expect(await dispatch.waiting()).toEqual([bundled]);
  expect(await world.offers(courier)).toEqual([]);
  expect(refusal(await world.step(courier, accepted, 'pickup'))).toBe('409 DeliveryEnded');
});

test('marks are set once, and a delivery that came in time is never called missed', async () => {
  const { courier, id } = await world.carried();
  const risk = () => dispatch.inTx((tx) => markAtRisk(tx, id, at(40)));
  const miss = (deliveryId: string, atMs: number) => dispatch.inTx((tx) => markMissed(tx, [deliveryId], atMs));
  expect([await risk(), await risk()]).toEqual([true, false]);
  await miss(id, at(60));
  await miss(id, at(61));
  expect(await world.row(id)).toMatchObject({ priority: 1, at_risk_at: new Date(at(40)), missed_at: new Date(at(60)) });
  expect((await world.kinds(id)).filter((kind) => kind === 'missed')).toHaveLength(1);
  expectStatus(await world.photo(courier, id), 200);
  const { courier: quick, id: early } = await world.carried();
  expectStatus(await world.photo(quick, early), 200);
  await miss(early, at(60));
  expect(await world.row(early)).toMatchObject({ missed_at: null });
  expect(await dispatch.inTx((tx) => markAtRisk(tx, early, at(60)))).toBe(false);
});

test('what ends a delivery too late says so in its own transaction, before the end closes the stream', async () => {
  const { courier, id } = await world.carried({ dueAtMs: startMs - 1 });
  expectStatus(await world.photo(courier, id), 200);
  expect(await world.row(id)).toMatchObject({ phase: 'delivered', missed_at: expect.any(Date) });
  expect((await world.kinds(id)).slice(-2)).toEqual(['missed', 'delivered']);
  const { courier: inTime, id: other } = await world.carried({ dueAtMs: startMs });
  expectStatus(await world.photo(inTime, other), 200);
  expect((await world.kinds(other)).at(-1)).toBe('delivered');
  expect(await world.row(other)).toMatchObject({ missed_at: null });
});

test('an order at risk comes before all others', async () => {
  const [early, late] = [await world.delivery({ dueAtMs: at(30) }), await world.delivery({ dueAtMs: at(60) })];
  expect(await dispatch.waiting()).toEqual([early, late]);
  expect(await dispatch.inTx((tx) => markAtRisk(tx, late, at(1)))).toBe(true);
  expect(await dispatch.waiting()).toEqual([late, early]);
});
