import { inTransaction } from '#db/pool';
import { expireOffers } from '#db/deliveries/offerEnds';
import { Delivering, refusal, zone } from './delivering';
import { type Answer, ApiRig } from './rig';

let rig: ApiRig;
let world: Delivering;
beforeAll(async () => {
  rig = await ApiRig.open();
  world = new Delivering(rig);
});
afterAll(() => rig.close());
afterEach(() => {
  rig.nowMs = null;
});

const expire = () => inTransaction(rig.database.pool, (tx) => expireOffers(tx, zone.id, rig.nowMs ?? Date.now()));
const times = <T>(n: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, index) => make(index)));
const accepted = (answers: Answer[]): Answer[] => answers.filter(({ status }) => status === 200);

/** Exactly one courier has each delivery, by exactly one event. */
async function expectWonOnce(ids: string[], courier: string): Promise<void> {
  for (const id of ids) {
    expect(await world.row(id)).toMatchObject({ phase: 'accepted', courier_id: courier });
    expect((await world.kinds(id)).filter((kind) => kind === 'accepted')).toHaveLength(1);
    expect((await world.told(id)).filter((kind) => kind === 'accepted')).toHaveLength(1);
  }
}

test('100 couriers are offered one delivery at once: one offer is made, and one accepted', async () => {
  const id = await world.delivery();
  const couriers = await times(100, () => world.courier(null));
  const offers = await Promise.all(couriers.map((courier) => world.offer(courier, [id])));
  const made = offers.flatMap((offer, index) => (offer === null ? [] : [{ offer, courier: couriers[index] ?? '' }]));
  expect(made).toHaveLength(1);
  const offer = made[0]?.offer ?? '';
  const answers = await Promise.all(couriers.map((courier) => world.answer(courier, offer, 'accept')));
  expect(accepted(answers)).toHaveLength(1);
  expect(answers.filter((answer) => answer.status !== 200).map(refusal)).toEqual(Array(99).fill('404 NotFound'));
  await expectWonOnce([id], made[0]?.courier ?? '');
});

test('100 offers hold one delivery, as if the index were not there, and all are accepted at once: one wins', async () => {
  const [id, ...others] = await times(101, () => world.delivery());
  const couriers = await times(100, () => world.courier(null));
  const { pool } = rig.database;
  await pool.query('DROP INDEX offer_deliveries_live');
  try {
    // Each bundle holds the delivery that all want, and one of its own: all of a bundle is won, or none.
    const bundles = couriers.map((courier, index) => ({
      courier,
      offer: `off_all_${index}`,
      own: others[index] ?? '',
    }));
    for (const { courier, offer, own } of bundles) {
      const values = [offer, zone.id, courier, new Date(Date.now() + 60_000)];
      await pool.query(`INSERT INTO offers VALUES ($1, $2, $3, 'open', '{}', $4)`, values);
      await pool.query(`INSERT INTO offer_deliveries VALUES ($1, $2, 0, true), ($1, $3, 1, true)`, [offer, own, id]);
    }
    const answers = await Promise.all(bundles.map(({ courier, offer }) => world.answer(courier, offer, 'accept')));
    expect(accepted(answers)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(refusal))).toEqual(new Set(['409 OfferTaken']));
    const winner = bundles[answers.findIndex(({ status }) => status === 200)];
    await expectWonOnce([id ?? '', winner?.own ?? ''], winner?.courier ?? '');
    expect(await rig.count('deliveries', `phase = 'accepted' AND id = ANY('{${others.join(',')}}')`)).toBe(1);
  } finally {
    await pool.query('TRUNCATE offer_deliveries, offers');
    await pool.query('CREATE UNIQUE INDEX offer_deliveries_live ON offer_deliveries (delivery_id) WHERE live');
  }
});

test('one offer is accepted 50 times at once with different keys: one wins', async () => {
  const ids = [await world.delivery(), await world.delivery()];
  const courier = await world.courier();
  const offer = (await world.offer(courier, ids)) ?? '';
  const answers = await times(50, () => world.answer(courier, offer, 'accept'));
  expect(accepted(answers)).toHaveLength(1);
  expect(answers.filter(({ status }) => status !== 200).map(refusal)).toEqual(Array(49).fill('409 OfferAnswered'));
  await expectWonOnce(ids, courier);
});

test('and 20 times with one key: the first answer, each time', async () => {
  const id = await world.delivery();
  const courier = await world.courier();
  const offer = (await world.offer(courier, [id])) ?? '';
  const answers = await times(20, () => world.answer(courier, offer, 'accept', 'one-key'));
  expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  await expectWonOnce([id], courier);
});

test('accept and decline at once: one of them counts', async () => {
  const ids = await times(10, () => world.delivery());
  await Promise.all(
    ids.map(async (id) => {
      const courier = await world.courier(null);
      const offer = (await world.offer(courier, [id])) ?? '';
      const both = (['accept', 'decline'] as const).map((answer) => world.answer(courier, offer, answer));
      const statuses = (await Promise.all(both)).map(({ status }) => status);
      expect(new Set(statuses)).toEqual(new Set([200, 409]));
      const kinds = await world.kinds(id);
      expect(kinds.filter((kind) => kind === 'accepted' || kind === 'declined')).toHaveLength(1);
    }),
  );
});

test('an expired offer is refused, also before anybody marked it, and changes nothing', async () => {
  const startMs = Date.now();
  const id = await world.delivery();
  const courier = await world.courier();
  const offer = (await world.offer(courier, [id], 1_000)) ?? '';
  rig.nowMs = startMs + 120_000;
  for (const answer of ['accept', 'decline'] as const) {
    const before = await world.snapshot();
    const late = await world.answer(courier, offer, answer);
    expect([refusal(late), late.body.expiredAt]).toEqual(['409 OfferExpired', expect.any(String)]);
    expect(await world.snapshot()).toBe(before);
  }
  expect(await expire()).toEqual([offer]);
  expect(await expire()).toEqual([]);
  expect(refusal(await world.answer(courier, offer, 'accept'))).toBe('409 OfferExpired');
  expect(await world.kinds(id)).toEqual(['ordered', 'packed', 'offered', 'offerExpired']);
});

test('an offer that expires while it is accepted, and is offered on at once, is won by one courier', async () => {
  for (let round = 0; round < 10; round++) {
    rig.nowMs = null;
    const id = await world.delivery();
    const [first, second] = [await world.courier(null), await world.courier(null)];
    const offer = (await world.offer(first, [id], 500)) ?? '';
    const offerOn = async () => {
      const late = Date.now() + 1_000;
      await inTransaction(rig.database.pool, (tx) => expireOffers(tx, zone.id, late));
      const next = await world.offer(second, [id]);
      return next === null ? null : world.answer(second, next, 'accept');
    };
    const [one, other] = await Promise.all([world.answer(first, offer, 'accept'), offerOn()]);
    const winners = [one, other].filter((answer) => answer?.status === 200);
    if (winners.length === 0) {
      // It expired in the very moment of the first answer, and the dispatcher does not wait: the next batch offers it.
      const next = await world.offer(second, [id]);
      winners.push(await world.answer(second, next ?? '', 'accept'));
    }
    expect(winners.map((answer) => answer?.status)).toEqual([200]);
    await expectWonOnce([id], one.status === 200 ? first : second);
  }
});

test('a declined offer is let go of, its courier is remembered, and the dispatcher is woken', async () => {
  const ids = [await world.delivery(), await world.delivery()];
  const courier = await world.courier();
  const offer = (await world.offer(courier, ids)) ?? '';
  expect(await world.offer(await world.courier(), [ids[1]!])).toBeNull(); // it is spoken for
  const woken = await rig.count('outbox', `kind = 'zoneChanged'`);
  expect((await world.answer(courier, offer, 'decline')).body).toEqual({ id: offer, state: 'declined' });
  expect(await rig.count('outbox', `kind = 'zoneChanged'`)).toBe(woken + 1);
  expect(refusal(await world.answer(courier, offer, 'accept'))).toBe('409 OfferAnswered');
  expect(await world.offer(await world.courier(), ids)).not.toBeNull();
});
