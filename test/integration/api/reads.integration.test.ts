import { signUp, storeCycle, storeShipment } from './fixtures';
import { ApiRig, type Json } from './rig';
import { patiently } from '#test/support/patiently';
import { dayMs } from '#domain/time';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

/** All pages of a list, checked to be of the size that was asked for. */
async function readAll(path: string, limit: number, caller: object): Promise<Json[]> {
  const items: unknown[] = [];
  let cursor: string | null = null;
  do {
    const separator = path.includes('?') ? '&' : '?';
    const page = `${path}${separator}limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;
    const { status, body } = await rig.call('GET', page, caller);
    expect(status).toBe(200);
    if (body.next !== null) expect(body.items).toHaveLength(limit);
    items.push(...body.items);
    cursor = body.next;
  } while (cursor !== null);
  return items;
}

describe('pages', () => {
  test('hold each subscription once, newest first, also when many are of one instant', async () => {
    const caller = { role: 'customer', subject: 'cus_pages' } as const;
    const ids = [];
    for (let n = 0; n < 7; n++) ids.push(await signUp(rig, 'cus_pages'));
    const instant = `UPDATE subscriptions SET created_at = '2026-01-01T00:00:00.123456Z' WHERE id = ANY($1)`;
    await rig.database.pool.query(instant, [ids.slice(2, 5)]);
    const all = await readAll('/v1/subscriptions', 100, caller);
    expect(new Set(all.map(({ id }) => id))).toEqual(new Set(ids));
    expect(all).toHaveLength(ids.length);
    expect(all.slice(0, 4).map(({ id }) => id)).toEqual([ids[6], ids[5], ids[1], ids[0]]);
    for (const limit of [1, 2, 3, 7]) expect(await readAll('/v1/subscriptions', limit, caller)).toEqual(all);
  });

  test('show a customer nothing of others, whatever cursor they hold', async () => {
    await signUp(rig, 'cus_x');
    await signUp(rig, 'cus_x');
    const theirs = await rig.call('GET', '/v1/subscriptions?limit=1', { role: 'customer', subject: 'cus_x' });
    const mine = await rig.call('GET', `/v1/subscriptions?cursor=${theirs.body.next}`, {
      role: 'customer',
      subject: 'cus_y',
    });
    expect([mine.status, mine.body]).toEqual([200, { items: [], next: null }]);
  });

  test('of cycles and shipments run from the newest down', async () => {
    const caller = { role: 'customer', subject: 'cus_cycles' } as const;
    const id = await signUp(rig, 'cus_cycles');
    for (let n = 1; n <= 5; n++) {
      await storeCycle(rig, id, n);
      await storeShipment(rig, id, n, { customerId: 'cus_cycles' });
    }
    const cycles = await readAll(`/v1/subscriptions/${id}/cycles`, 2, caller);
    expect(cycles.map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
    const shipments = await readAll(`/v1/subscriptions/${id}/shipments`, 2, caller);
    expect(shipments.map(({ cycle }) => cycle)).toEqual([5, 4, 3, 2, 1]);
  });
});

describe('a cycle', () => {
  const read = (id: string, n: number) => rig.call('GET', `/v1/subscriptions/${id}/cycles/${n}`, { role: 'customer' });

  test('shows what ships, why, and what else could', async () => {
    const id = await signUp(rig);
    await storeCycle(rig, id, 1, { sku: 'toy-02', chosenBy: 'customer' });
    const { body } = await read(id, 1);
    expect(body).toMatchObject({
      selection: { sku: 'toy-02', title: 'Title of toy-02', priceCents: 1_500, reason: 'because of toy-02' },
      chosenBy: 'customer',
      canChange: true,
    });
    // An item that was swapped away can be swapped back to.
    expect(body.alternatives.map(({ sku }: { sku: string }) => sku)).toEqual(['toy-01', 'toy-03']);
  });

  test('cannot be changed after its cutoff, once closed, or in a subscription that ended', async () => {
    const id = await signUp(rig);
    await storeCycle(rig, id, 1, { cutoffAt: new Date(Date.now() - 1_000) });
    await storeCycle(rig, id, 2, { status: 'shipped' });
    await storeCycle(rig, id, 3, { sku: null, offered: [] });
    const canChange = async (n: number) => (await read(id, n)).body.canChange;
    expect([await canChange(1), await canChange(2), await canChange(3)]).toEqual([false, false, true]);
    expect((await read(id, 3)).body.selection).toBeNull();
    await rig.database.pool.query(`UPDATE subscriptions SET status = 'cancelled' WHERE id = $1`, [id]);
    expect(await canChange(3)).toBe(false);
  });

  test('is judged by the business clock of its subscription', async () => {
    const insert = `INSERT INTO test_clocks (id, origin_wall_at, origin_business_at, speed) VALUES ($1, $2, $2, 1000)`;
    await rig.database.pool.query(insert, ['clk_reads', new Date(Date.now() - dayMs)]);
    const id = await signUp(rig, 'cus_1', { testClockId: 'clk_reads' });
    await storeCycle(rig, id, 1, { cutoffAt: new Date(Date.now() + 30 * dayMs) }); // business time is years ahead
    expect((await read(id, 1)).body.canChange).toBe(false);
  });

  test('that has not opened is not there', async () => {
    expect((await read(await signUp(rig), 9)).status).toBe(404);
  });
});

describe('ratings', () => {
  const rate = (id: string, body: unknown, key?: string) =>
    rig.call('POST', `/v1/shipments/${id}/ratings`, { role: 'customer', body, ...(key ? { key } : {}) });

  test('one per shipment; the same one again is fine, another one is refused', async () => {
    const subscription = await signUp(rig);
    const id = await storeShipment(rig, subscription, 1, { phase: 'done', deliveredAt: new Date() });
    const first = await rate(id, { stars: 4, comment: 'good\nfun' }, 'rate-1');
    expect([first.status, first.body]).toMatchObject([201, { stars: 4, comment: 'good\nfun' }]);
    expect((await rate(id, { stars: 4, comment: 'good\nfun' }, 'rate-1')).body).toEqual(first.body);
    expect((await rate(id, { stars: 4, comment: 'good\nfun' })).status).toBe(200);
    const other = await rate(id, { stars: 5, comment: 'good\nfun' });
    expect([other.status, other.body.type]).toEqual([409, 'urn:everbox:problem:AlreadyRated']);
    const shown = await rig.call('GET', `/v1/shipments/${id}`, { role: 'customer' });
    expect(shown.body.rating).toEqual({ stars: 4, comment: 'good\nfun' });
  });

  test('50 different ones at once are one rating', async () => {
    const subscription = await signUp(rig);
    const id = await storeShipment(rig, subscription, 1, { deliveredAt: new Date() });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => patiently(() => rate(id, { stars: 1 + (n % 5), comment: `number ${n}` }))),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect(await rig.count('ratings', `shipment_id = '${id}'`)).toBe(1);
  });

  test('not before the delivery', async () => {
    const id = await storeShipment(rig, await signUp(rig), 1);
    const { status, body } = await rate(id, { stars: 5 });
    expect([status, body.type]).toEqual([409, 'urn:everbox:problem:NotDelivered']);
  });
});

describe('operators', () => {
  const ops = { role: 'operator', subject: 'ops' } as const;

  test('find subscriptions by customer, program and status', async () => {
    const id = await signUp(rig, 'cus_found');
    const find = async (query: string) =>
      (await readAll(`/v1/ops/subscriptions?${query}`, 100, ops)).map((found) => found.id);
    expect(await find('customerId=cus_found')).toEqual([id]);
    expect(await find('customerId=cus_found&status=active&programId=test-toys')).toEqual([id]);
    expect(await find('customerId=cus_found&status=paused')).toEqual([]);
    expect(await find('programId=other')).toEqual([]);
  });

  test('see what waits for a person, in pages', async () => {
    const subscription = await signUp(rig);
    for (const n of [1, 2, 3])
      await storeShipment(rig, subscription, n, { phase: 'parked', attention: 'AddressRefused' });
    await storeShipment(rig, subscription, 4);
    const waiting = await readAll('/v1/ops/attention', 2, ops);
    expect(waiting.map(({ cycle }) => cycle)).toEqual([3, 2, 1]);
    expect(waiting[0]).toMatchObject({ attention: 'AddressRefused', phase: 'parked', customerId: 'cus_1' });
  });

  test('read counts per program', async () => {
    const fresh = await ApiRig.open();
    try {
      const empty = await fresh.call('GET', '/v1/ops/metrics', ops);
      expect(empty.body.items).toEqual([
        expect.objectContaining({
          subscriptions: {},
          cycles: {},
          shipments: {},
          swapRate: null,
          skipRate: null,
          meanStars: null,
        }),
      ]);
      const id = await signUp(fresh);
      await signUp(fresh);
      await storeCycle(fresh, id, 1, { status: 'shipped', chosenBy: 'customer' });
      await storeCycle(fresh, id, 2, { status: 'skipped', skipped: true });
      await storeCycle(fresh, id, 3, { status: 'shipped' });
      await storeCycle(fresh, id, 4, { status: 'shipped' });
      await storeShipment(fresh, id, 4, { phase: 'parked', attention: 'AddressRefused' });
      await storeCycle(fresh, id, 5, { skipped: true, chosenBy: 'customer' });
      for (const n of [1, 3]) {
        const shipment = await storeShipment(fresh, id, n, { phase: 'done', deliveredAt: new Date() });
        await fresh.call('POST', `/v1/shipments/${shipment}/ratings`, { role: 'customer', body: { stars: n + 2 } });
      }
      const ofOrder = await storeShipment(fresh, 'ord_1', 1, { phase: 'done', deliveredAt: new Date() });
      await fresh.database.pool.query(
        `INSERT INTO ratings (shipment_id, customer_id, program_id, sku, stars)
         SELECT id, customer_id, program_id, sku, 1 FROM shipments WHERE id = $1`,
        [ofOrder],
      );
      const { body } = await fresh.call('GET', '/v1/ops/metrics', ops);
      expect(body.items).toEqual([
        {
          programId: 'test-toys',
          subscriptions: { active: 2 },
          cycles: { shipped: 2, skipped: 1, parked: 1, openSkipped: 1 },
          shipments: { done: 3, parked: 1 },
          swapRate: 0.25,
          skipRate: 0.25,
          ratings: 2,
          meanStars: 4,
          orderRatings: 1,
          orderMeanStars: 1,
        },
      ]);
    } finally {
      await fresh.close();
    }
  });
});

test('a program shows what customers choose from, and nothing of the house', async () => {
  const { body } = await rig.call('GET', '/v1/programs/test-toys', { role: 'courier' });
  expect(body.plans[0]).toMatchObject({ id: 'monthly', chargeCents: 1_999, cadence: { every: 1, unit: 'month' } });
  expect(JSON.stringify(body)).not.toMatch(/weights|dunning|cohorts|maxItemPrice/);
  expect((await rig.call('GET', '/v1/programs/none', { role: 'courier' })).status).toBe(404);
});
