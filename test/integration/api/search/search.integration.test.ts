import { inTransaction } from '#db/pool';
import { publishProgram } from '#db/catalog/programs';
import { toyProgram } from '#test/support/toyProgram';
import { waitFor } from '#test/support/waitFor';
import { ApiRig } from '../rig';
import { addItem, openShop, programId, search, skusOf } from './shop';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
  await openShop(rig);
});
afterAll(() => rig.close());

test('an answer has items with what matched, facets, a total, and whether it was personalized', async () => {
  const answer = await search(rig, { q: 'wooden train' });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    programId,
    query: 'wooden train',
    fallback: 'none',
    searchId: expect.stringMatching(/^srch_/),
    personalization: {
      applied: false,
      reason: 'nothingKnown',
      turnOff: { href: expect.stringContaining('personalized=false') },
      setting: { href: '/v1/me/personalization', method: 'PUT', body: { enabled: false } },
    },
  });
  expect(answer.body.items[0]).toMatchObject({
    title: 'Wooden Train',
    position: 1,
    inStock: true,
    currency: 'GBP',
    highlights: expect.arrayContaining([{ field: 'title', ranges: [[0, 6], [7, 12]] }]), // prettier-ignore
  });
  expect(answer.headers.get('server-timing')).toMatch(/^(process|precomputed|live);dur=\d/);
  const turnedOff = await rig.call('GET', answer.body.personalization.turnOff.href, { role: 'customer' });
  expect(turnedOff.body.personalization).toMatchObject({ applied: false, reason: 'offForThisSearch' });
});

test('filters narrow, and facets count what they would leave', async () => {
  const { body } = await search(rig, { brand: 'Orrery', category: 'Toys > Vehicles', limit: '100' });
  expect(body.total).toBe(8);
  expect(body.items.every(({ brand }: { brand: string }) => brand === 'Orrery')).toBe(true);
  expect(body.facets.brands).toContainEqual({ value: 'Lumen', count: 8 });
  const dear = await search(rig, { minPriceCents: '900', maxPriceCents: '1000', sort: 'priceLow' });
  const prices = dear.body.items.map(({ priceCents }: { priceCents: number }) => priceCents);
  expect(prices.length).toBeGreaterThan(0);
  expect(prices).toEqual([...prices].sort((one: number, other: number) => one - other));
  expect(prices.every((price: number) => price >= 900 && price <= 1_000)).toBe(true);
  const two = new URLSearchParams([
    ['programId', programId],
    ['brand', 'Orrery'],
    ['brand', 'Lumen'],
  ]);
  expect((await rig.call('GET', `/v1/search?${two.toString()}`, { role: 'customer' })).body.total).toBe(48);
});

test.each<Record<string, string>>([{}, { q: 'train robot' }, { sort: 'priceHigh' }, { q: 'o', sort: 'rating' }])(
  'pages of %j neither repeat nor lose an item',
  async (parameters) => {
    const whole = await search(rig, { ...parameters, limit: '100' });
    const seen: string[] = [];
    const searchIds = new Set<string>();
    const positions: number[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await search(rig, { ...parameters, limit: '7', ...(cursor ? { cursor } : {}) });
      seen.push(...skusOf(page));
      positions.push(...page.body.items.map(({ position }: { position: number }) => position));
      searchIds.add(page.body.searchId);
      cursor = page.body.next;
    }
    expect(seen).toEqual(skusOf(whole));
    expect(seen).toHaveLength(whole.body.total);
    expect(positions).toEqual(seen.map((_sku, n) => n + 1));
    expect(searchIds.size).toBe(1);
  },
);

test('a cursor is for its own search and its own customer', async () => {
  const { body } = await search(rig, { q: 'train', limit: '2' });
  const { next: cursor } = body;
  expect((await search(rig, { q: 'train', limit: '3', cursor })).status).toBe(200);
  const others = [
    await search(rig, { q: 'robot', cursor }),
    await search(rig, { q: 'train', brand: 'Lumen', cursor }),
    await search(rig, { q: 'train', sort: 'rating', cursor }),
    await search(rig, { q: 'train', cursor }, { subject: 'cus_other' }),
  ];
  for (const { status, body: refused } of others) {
    expect([status, refused.errors[0].field, refused.errors[0].rule]).toEqual([400, 'cursor', 'cursor']);
  }
});

test('a product page has the item as it is now; another program’s is not there', async () => {
  await addItem(rig, { sku: 'odd/one ü', title: 'Odd one', onHand: 0 });
  const { status, body } = await rig.call(
    'GET',
    `/v1/products/${encodeURIComponent('odd/one ü')}?programId=${programId}`,
    {
      role: 'customer',
    },
  );
  expect([status, body.title, body.inStock, body.variants]).toEqual([200, 'Odd one', false, []]);
  await rig.database.pool.query(`UPDATE stock SET on_hand = 3 WHERE sku = 'odd/one ü'`);
  const again = await rig.call('GET', `/v1/products/${encodeURIComponent('odd/one ü')}?programId=${programId}`, {
    role: 'customer',
  });
  expect(again.body.inStock).toBe(true);
  for (const path of [`/v1/products/none?programId=${programId}`, '/v1/products/item-01?programId=test-toys']) {
    expect((await rig.call('GET', path, { role: 'customer' })).body).toMatchObject({
      status: 404,
      type: 'urn:everbox:problem:NotFound',
    });
  }
});

test('what a program does not include is neither found nor shown', async () => {
  await addItem(rig, { sku: 'garden-1', title: 'Wooden Train shed', categoryPath: ['Garden'] });
  expect(skusOf(await search(rig, { q: 'shed', limit: '100' }))).not.toContain('garden-1');
  const { status } = await rig.call('GET', `/v1/products/garden-1?programId=${programId}`, { role: 'customer' });
  expect(status).toBe(404);
});

test('a program that is not there is a 404', async () => {
  const { status } = await rig.call('GET', '/v1/search?programId=no-such&q=train', { role: 'customer' });
  expect(status).toBe(404);
});

test('while its index cannot be built, a process says so at once, and answers a moment later', async () => {
  await publishProgram(rig.database.pool, toyProgram({ id: 'test-late' }));
  const ask = () => search(rig, { programId: 'test-late' });
  await inTransaction(rig.database.pool, async (tx) => {
    await tx.query('LOCK TABLE items IN ACCESS EXCLUSIVE MODE');
    const { status, body, headers } = await ask();
    expect([status, body.type, headers.get('retry-after')]).toEqual([503, 'urn:everbox:problem:Unavailable', '2']);
  });
  expect((await ask()).body).toMatchObject({ items: [], total: 0 });
});

test('a search whose event cannot be stored is answered all the same, and counted', async () => {
  await rig.database.pool.query(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'the disk is full'; END $$;
    CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.kind = 'search') EXECUTE FUNCTION refuse()`);
  expect((await search(rig, { q: 'robot' }, { subject: 'cus_unlucky' })).status).toBe(200);
  await waitFor('the count', async () => {
    const { body } = await rig.call('GET', '/metrics');
    return /^everbox_searches_unrecorded_total 1$/m.test(body) ? true : undefined;
  });
});
