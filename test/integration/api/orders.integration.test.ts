import { publishProgram } from '#db/catalog/programs';
import { toyItems, toyProgram } from '#test/support/toyProgram';
import { townHall } from '#test/support/testZone';
import { Checkout } from './checkout';
import { address, ApiRig } from './rig';
import { patiently } from '#test/support/patiently';

let rig: ApiRig;
let checkout: Checkout;
beforeAll(async () => {
  rig = await ApiRig.open();
  checkout = new Checkout(rig);
  const other = toyProgram({ id: 'other-toys' });
  await publishProgram(rig.database.pool, other);
  await toyItems(rig.database.pool, other);
});
afterAll(() => rig.close());

const noon = Date.parse('2026-01-15T12:07:00Z');
beforeEach(async () => {
  rig.nowMs = noon;
  rig.reads.couriersOnShift = 1_000;
  await rig.database.pool.query('TRUNCATE promise_windows, promises CASCADE');
});

const tables = ['orders', 'addresses', 'payment_methods', 'outbox'];
const storedRows = () => Promise.all(tables.map((table) => rig.count(table)));
const stateOf = async (id: string) =>
  (await rig.database.pool.query('SELECT state FROM promises WHERE id = $1', [id])).rows[0].state;

test('an order is one transaction, together with its message to the relay', async () => {
  const { id: promiseId } = await checkout.held();
  const before = await storedRows();
  rig.nowMs = noon + 60_000;
  const { status, body, headers } = await checkout.order(promiseId);
  expect(status).toBe(201);
  expect(headers.get('location')).toBe(`/v1/orders/${body.id}`);
  expect(body).toMatchObject({
    id: expect.stringMatching(/^ord_[a-z0-9]{32}$/),
    customerId: 'cus_1',
    title: 'Toy number 1',
    kind: 'oneHour',
    chargeCents: 1_500,
    promiseId,
    zoneId: 'test-town',
    dueAt: '2026-01-15T13:07:00.000Z',
    shipmentId: `${body.id}-1`,
    delivery: { id: `${body.id}-1`, href: `/v1/deliveries/${body.id}-1` },
    phase: null,
    address: { ...address, line2: null, location: townHall },
  });
  expect(JSON.stringify(body)).not.toContain('tok_ok');
  expect(await storedRows()).toEqual(before.map((count) => count + 1));
  expect(await stateOf(promiseId)).toBe('used');

  const { rows } = await rig.database.pool.query('SELECT kind, payload FROM outbox ORDER BY id DESC LIMIT 1');
  expect(rows[0].kind).toBe('startOrder');
  expect(rows[0].payload).toEqual({
    orderId: body.id,
    customerId: 'cus_1',
    programId: 'test-toys',
    sku: 'toy-01',
    addressId: expect.stringMatching(/^addr_/),
    paymentMethodId: expect.stringMatching(/^pm_/),
    chargeCents: 1_500,
    promise: {
      promiseId,
      zoneId: 'test-town',
      stationId: 'test-market',
      place: townHall,
      orderedAtMs: noon + 60_000,
      handoffDueAtMs: noon + 16 * 60_000,
      dueAtMs: noon + 60 * 60_000,
      feeCents: 499,
      missed: { refundFee: true, creditCents: 300 },
    },
  });
  expect(JSON.stringify(rows[0].payload)).not.toMatch(/Person|Leeds|tok_ok|example\.com/);
  const token = 'SELECT token FROM payment_methods WHERE subscription_id = $1';
  expect((await rig.database.pool.query(token, [body.id])).rows).toEqual([{ token: 'tok_ok' }]);
});

test('is readable at once, by its customer only, alone and in the list', async () => {
  const mine = new Checkout(rig, 'cus_reader');
  const ids: string[] = [];
  for (let n = 0; n < 3; n += 1) ids.unshift((await mine.order((await mine.held()).id)).body.id);
  const as = (subject: string) => ({ role: 'customer' as const, subject });
  expect((await rig.call('GET', `/v1/orders/${ids[0]}`, as('cus_reader'))).body.id).toBe(ids[0]);
  expect((await rig.call('GET', `/v1/orders/${ids[0]}`, as('cus_2'))).status).toBe(404);
  expect((await rig.call('GET', '/v1/orders', as('cus_2'))).body.items).toEqual([]);
  const first = await rig.call('GET', '/v1/orders?limit=2', as('cus_reader'));
  const second = await rig.call('GET', `/v1/orders?limit=2&cursor=${first.body.next}`, as('cus_reader'));
  const listed = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
  expect([listed, second.body.next]).toEqual([ids, null]);
});

test('what was promised is charged, whatever the catalog says meanwhile', async () => {
  const { id } = await checkout.held({ sku: 'toy-03' });
  await rig.database.pool.query(`UPDATE items SET price_cents = 9999 WHERE sku = 'toy-03'`);
  expect((await checkout.order(id, { sku: 'toy-03' })).body).toMatchObject({ priceCents: 1_003, chargeCents: 1_502 });
});

test('the same request 50 times at once is one order', async () => {
  const { id } = await checkout.held();
  const [orders = 0] = await storedRows();
  const order = () => patiently(() => checkout.order(id, {}, 'one-order'));
  const answers = await Promise.all(Array.from({ length: 50 }, order));
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  expect(answers[0]?.status).toBe(201);
  expect((await storedRows())[0]).toBe(orders + 1);
});

test('20 orders for one promise at once, each with a key of its own: one is taken', async () => {
  const { id } = await checkout.held();
  const before = await storedRows();
  const answers = await Promise.all(Array.from({ length: 20 }, () => checkout.order(id)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const others = answers.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body.type}`);
  expect(new Set(others)).toEqual(new Set(['409 urn:everbox:problem:PromiseUsed']));
  expect(await storedRows()).toEqual(before.map((count) => count + 1));
});

test('its place stays taken', async () => {
  const { id } = await checkout.held();
  await checkout.order(id);
  rig.nowMs = noon + 3_600_000;
  await checkout.options();
  expect((await rig.database.pool.query('SELECT taken FROM promise_windows')).rows).toEqual([{ taken: 1 }]);
});

describe('is refused, and changes nothing', () => {
  async function expectRefused(
    answer: { status: number; body: Record<string, unknown> },
    before: number[],
    status: number,
    type: string,
  ) {
    expect([answer.status, answer.body['type']]).toEqual([status, `urn:everbox:problem:${type}`]);
    expect(await storedRows()).toEqual(before);
  }

  test('a promise that ran out, at the very instant, and also once it is released', async () => {
    const { id, expiresAt } = await checkout.held();
    const before = await storedRows();
    rig.nowMs = noon + 5 * 60_000;
    const late = await checkout.order(id);
    await expectRefused(late, before, 409, 'PromiseExpired');
    expect(late.body.expiredAt).toBe(expiresAt);
    await checkout.options();
    expect(await stateOf(id)).toBe('released');
    await expectRefused(await checkout.order(id), before, 409, 'PromiseExpired');
    const other = await checkout.held();
    rig.nowMs += 5 * 60_000 - 1;
    expect((await checkout.order(other.id)).status).toBe(201);
  });

  test('a forged promise, and somebody else’s: the same answer', async () => {
    const { id } = await new Checkout(rig, 'cus_2').held();
    const before = await storedRows();
    const [forged, foreign] = [await checkout.order('prm_forged'), await checkout.order(id)];
    await expectRefused(forged, before, 422, 'PromiseMismatch');
    await expectRefused(foreign, before, 422, 'PromiseMismatch');
    const detail = (given: string) => `promiseId: ${given} is not a promise made to this customer`;
    expect([forged.body.detail, foreign.body.detail]).toEqual([detail('prm_forged'), detail(id)]);
    expect(await stateOf(id)).toBe('held');
  });

  test.each([
    ['sku', { sku: 'toy-02' }],
    ['programId', { programId: 'other-toys' }],
    ['address.location', { address: { ...address, location: { ...townHall, lat: townHall.lat + 0.0005 } } }],
  ])('another %s than was promised', async (field, change) => {
    const { id } = await checkout.held();
    const before = await storedRows();
    const answer = await checkout.order(id, change);
    await expectRefused(answer, before, 422, 'PromiseMismatch');
    expect(answer.body.errors[0]).toMatchObject({ in: 'body', field, rule: 'promised' });
    expect(await stateOf(id)).toBe('held');
  });

  test('a place that is the same but for the phone’s error is the same', async () => {
    const { id } = await checkout.held();
    const location = { ...townHall, lat: townHall.lat + 0.0004 };
    expect((await checkout.order(id, { address: { ...address, location } })).status).toBe(201);
  });

  test('a country that the program does not ship to', async () => {
    const { id } = await checkout.held();
    const before = await storedRows();
    const abroad = { address: { ...address, country: 'FR', location: townHall } };
    await expectRefused(await checkout.order(id, abroad), before, 422, 'RegionNotServed');
  });

  test.each([
    [{ address }, 'address.location', 'required'],
    [{ address: { ...address, location: null } }, 'address.location', 'type:object'],
    [{ email: 'nobody' }, 'email', 'format:email'],
    [{ paymentToken: '4111111111111111' }, 'paymentToken', 'format:regex'],
    [{ chargeCents: 1 }, 'chargeCents', 'undeclared'],
    [{ promiseId: '' }, 'promiseId', 'format:regex'],
  ])('%j', async (change, field, rule) => {
    const { id } = await checkout.held();
    const { status, body } = await checkout.order(id, change);
    expect([status, body.errors[0]]).toEqual([400, expect.objectContaining({ field, rule })]);
    expect(await stateOf(id)).toBe('held');
  });
});
