import { center, Delivering, north, refusal } from './delivering';
import { ApiRig } from './rig';

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

const code = (value: string) => ({ proof: { kind: 'code', value } });
const photo = { proof: { kind: 'photo', value: 'photo-1' } };

test('a delivery goes from the counter to the door, and its workflow and its customer learn of each step', async () => {
  const { courier, id } = await world.carried();
  const { dropoff_code: dropoffCode } = await world.row(id);
  const { body: shown } = await rig.call('GET', `/v1/deliveries/${id}`, { role: 'customer' });
  expect(shown).toMatchObject({
    status: 'onItsWay',
    station: 'Market',
    code: dropoffCode,
    atRisk: false,
    missed: false,
  });
  rig.nowMs = startMs + 60_000;
  const answer = await world.step(courier, id, 'dropoff', code(dropoffCode));
  expect([answer.status, answer.body]).toEqual([200, { deliveryId: id, phase: 'delivered' }]);
  expect(await world.row(id)).toMatchObject({
    phase: 'delivered',
    proof: { kind: 'code', value: dropoffCode },
    ended_at: new Date(rig.nowMs),
  });
  expect(await world.kinds(id)).toEqual(['ordered', 'packed', 'offered', 'accepted', 'pickedUp', 'delivered']);
  expect(await world.told(id)).toEqual(['packed', 'accepted', 'pickedUp', 'delivered']);
  const { body } = await rig.call('GET', `/v1/deliveries/${id}`, { role: 'customer' });
  expect(body).toMatchObject({ status: 'delivered', code: null, courier: null, expectedAt: null });
  expect(body.events.map(({ kind }: { kind: string }) => kind)).toEqual([
    'ordered',
    'packed',
    'accepted',
    'pickedUp',
    'delivered',
  ]);
  expect(JSON.stringify(body)).not.toContain(courier);
  expect(await world.offers(courier)).toEqual([]);
});

test('a pickup has to wait until it is packed', async () => {
  const id = await world.delivery({ isPacked: false });
  const { courier } = await world.accepted([id]);
  const before = await world.snapshot();
  expect(refusal(await world.step(courier, id, 'pickup', undefined, 'same-key'))).toBe('409 NotReady');
  expect(await world.snapshot()).toBe(before);
  await rig.database.pool.query(`UPDATE deliveries SET packed_at = now() WHERE id = $1`, [id]);
  expect((await world.step(courier, id, 'pickup', undefined, 'same-key')).status).toBe(200);
});

describe('a drop-off', () => {
  test('twice with two keys: delivered once', async () => {
    const { courier, id } = await world.carried();
    expect((await world.photo(courier, id, 'first')).status).toBe(200);
    expect(refusal(await world.photo(courier, id, 'second'))).toBe('409 AlreadyDelivered');
    const again = await world.photo(courier, id, 'first');
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([200, 'true']);
    expect((await world.kinds(id)).filter((kind) => kind === 'delivered')).toHaveLength(1);
    expect((await world.told(id)).filter((kind) => kind === 'delivered')).toHaveLength(1);
  });

  test('30 times at once with different keys: delivered once', async () => {
    const { courier, id } = await world.carried();
    const answers = await Promise.all(Array.from({ length: 30 }, () => world.photo(courier, id)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await world.kinds(id)).filter((kind) => kind === 'delivered')).toHaveLength(1);
  });

  test.each([
    ['another courier', '409 NotYours', async () => world.courier(), photo],
    ['one who never had a shift', '409 NotYours', async () => 'crr_nobody', photo],
    ['the wrong code', '422 WrongCode', undefined, code('none')],
  ])('by, or with, %s is refused and changes nothing', async (_who, expected, other, body) => {
    const { courier, id } = await world.carried();
    const { dropoff_code: right } = await world.row(id);
    const wrong = code(String((Number(right) + 1) % 10_000).padStart(4, '0'));
    const who = other ? await other() : courier;
    const before = await world.snapshot();
    expect(refusal(await world.step(who, id, 'dropoff', other ? body : wrong))).toBe(expected);
    expect(await world.snapshot()).toBe(before);
  });

  test('far from the address is refused while the place is fresh, and not when nobody knows it', async () => {
    const { courier, id } = await world.carried({ place: north(center, 6) }); // some 670 m
    const before = await world.snapshot();
    expect(refusal(await world.photo(courier, id))).toBe('422 TooFarAway');
    expect(await world.snapshot()).toBe(before);
    rig.nowMs = startMs + 3 * 60_000; // the phone was silent since
    expect((await world.photo(courier, id)).status).toBe(200);
  });

  test.each([
    ['proof', {}, 'required'],
    ['proof.value', { proof: { kind: 'code', value: '12345' } }, 'format:regex'],
    ['proof.value', { proof: { kind: 'photo', value: '' } }, 'min:1'],
    ['proof.by', { proof: { kind: 'photo', value: 'x', by: 'me' } }, 'undeclared'],
  ])('names %s when it is wrong', async (field, body, rule) => {
    const answer = await world.step('crr_x', 'ord_x', 'dropoff', body);
    const [error] = answer.body.errors;
    expect([answer.status, error.field, error.rule]).toEqual([400, field, rule]);
  });
});

/** Every step in every phase of a delivery that is this courier's. */
const steps = ['pickup', 'dropoff', 'address-not-found', 'returned', 'give-up'];
const refusals: Record<string, (string | null)[]> = {
  accepted: [null, '409 NotPickedUp', '409 NotPickedUp', '409 NotPickedUp', null],
  onTheWay: ['409 AlreadyPickedUp', null, null, '409 NotReturning', '409 AlreadyPickedUp'],
  returning: ['409 AlreadyPickedUp', '409 AlreadyReturning', '409 AlreadyReturning', null, '409 AlreadyPickedUp'],
  delivered: Array(5).fill('409 AlreadyDelivered'),
  returned: Array(5).fill('409 DeliveryEnded'),
  lost: Array(5).fill('409 DeliveryEnded'),
  failed: Array(5).fill('409 DeliveryEnded'),
};
const cells = Object.entries(refusals).flatMap(([phase, row]) =>
  row.map((expected, index) => [phase, steps[index] ?? '', expected] as const),
);

test.each(cells)('%s, %s: %s', async (phase, step, expected) => {
  const { courier, id } = await world.carried();
  const ended = ['delivered', 'returned', 'lost', 'failed'].includes(phase) ? new Date(startMs) : null;
  await rig.database.pool.query('UPDATE deliveries SET phase = $2, ended_at = $3 WHERE id = $1', [id, phase, ended]);
  const before = await world.snapshot();
  const answer = await world.step(courier, id, step, step === 'dropoff' ? photo : undefined);
  if (expected === null) {
    expect(answer.status).toBe(200);
  } else {
    expect(refusal(answer)).toBe(expected);
    expect(await world.snapshot()).toBe(before);
  }
});

test('an address that is not found sends it back to the station', async () => {
  const { courier, id } = await world.carried();
  await world.step(courier, id, 'address-not-found');
  const shown = async () => (await rig.call('GET', `/v1/deliveries/${id}`, { role: 'customer' })).body;
  expect(await shown()).toMatchObject({ status: 'comingBack', expectedAt: null });
  await world.step(courier, id, 'returned');
  expect(await shown()).toMatchObject({ status: 'returned' });
  expect(await world.told(id)).toEqual(['packed', 'accepted', 'pickedUp', 'addressNotFound', 'returned']);
});

test('one delivery of a bundle can be given up: it waits for another courier, the rest goes on', async () => {
  const [kept, left] = [await world.delivery(), await world.delivery()];
  const { courier, offer } = await world.accepted([kept, left]);
  expect((await world.step(courier, left, 'give-up')).body).toEqual({ deliveryId: left, phase: 'waiting' });
  expect(await world.row(left)).toMatchObject({ courier_id: null, accepted_at: null, expected_at: null });
  expect((await world.told(left)).at(-1)).toBe('courierLost');
  const [still] = await world.offers(courier);
  expect([still.id, still.deliveries.map(({ id }: { id: string }) => id)]).toEqual([offer, [kept]]);
  const { courier: second } = await world.accepted([left]);
  expect(refusal(await world.step(courier, left, 'pickup'))).toBe('409 NotYours');
  expect((await world.step(second, left, 'pickup')).status).toBe(200);
});

test('one that is still being packed goes back to being packed', async () => {
  const id = await world.delivery({ isPacked: false });
  const { courier } = await world.accepted([id]);
  expect((await world.step(courier, id, 'give-up')).body).toEqual({ deliveryId: id, phase: 'preparing' });
});

test('there is no such delivery', async () => {
  const courier = await world.courier();
  for (const step of steps) {
    const answer = await world.step(courier, 'ord_none', step, step === 'dropoff' ? photo : undefined);
    expect(refusal(answer)).toBe('404 NotFound');
  }
});
