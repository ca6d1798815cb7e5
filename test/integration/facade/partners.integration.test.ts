import { apiKey, chargeOf, handoffOf, parcelOf, type Rig, startRig } from './rig';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());

const charge = async (...given: Parameters<typeof chargeOf>) => {
  const answer = await rig.facade.payment.charge(chargeOf(...given));
  if (answer.outcome !== 'charged') throw new Error(`expected a charge, got ${JSON.stringify(answer)}`);
  return answer.chargeId;
};

describe('payment', () => {
  test('a good card is charged; the same key again gives the first answer and has no second effect', async () => {
    const chargeId = await charge('pay-1');
    expect(chargeId).toMatch(/^ch_/);
    expect(await charge('pay-1')).toBe(chargeId);
    const { items } = await rig.client.effects({ referencePrefix: 'pay-1' });
    expect(items).toMatchObject([
      { id: chargeId, operation: 'charge', idempotencyKey: 'pay-1:charge', amountCents: 2_500, state: 'live' },
    ]);
    const calls = await rig.client.calls({ referencePrefix: 'pay-1' });
    expect(calls.items.map(({ status, hadEffect }) => [status, hadEffect])).toEqual([
      [201, true],
      [201, false],
    ]);
  });

  test('one key, twenty calls at once: one effect and one answer', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => charge('pay-many')));
    expect(new Set(ids).size).toBe(1);
    expect(await rig.client.summary('pay-many')).toMatchObject({ charges: 1, charged: 1, chargedTwice: 0 });
    expect((await rig.client.calls({ referencePrefix: 'pay-many' })).items).toHaveLength(20);
  });

  test('the same key with another body is refused, and changes nothing', async () => {
    await charge('pay-other');
    await expect(rig.facade.payment.charge(chargeOf('pay-other', { amountCents: 1 }))).rejects.toMatchObject({
      name: 'PaymentFault',
      message: 'payment charge: answered 409 (IdempotencyConflict)',
    });
    expect((await rig.client.effects({ referencePrefix: 'pay-other' })).items).toMatchObject([{ amountCents: 2_500 }]);
  });

  test('a declined card declines for ever, and is charged nothing', async () => {
    const request = chargeOf('pay-declined', { paymentToken: 'tok_declined_for_ever' });
    for (const round of [0, 0, 1]) {
      const idempotencyKey = `pay-declined:charge-${round}`;
      const answer = await rig.facade.payment.charge({ ...request, idempotencyKey });
      expect(answer).toEqual({ outcome: 'declined', reason: 'cardDeclined' });
    }
    expect(await rig.client.summary('pay-declined')).toMatchObject({ charges: 0, charged: 0 });
  });

  test('a card that nobody knows is declined', async () => {
    const answer = await rig.facade.payment.charge(chargeOf('pay-unknown', { paymentToken: 'visa' }));
    expect(answer).toEqual({ outcome: 'declined', reason: 'unknownToken' });
  });

  test('tok_declined_2_ declines its first two keys, then charges; a key that was declined stays so', async () => {
    const outcome = async (round: number) => {
      const idempotencyKey = `pay-dunning:charge-${round}`;
      const request = chargeOf('pay-dunning', { paymentToken: 'tok_declined_2_a', idempotencyKey });
      return (await rig.facade.payment.charge(request)).outcome;
    };
    const outcomes: string[] = [];
    for (const round of [0, 0, 0, 1, 0, 2, 1, 2]) outcomes.push(await outcome(round));
    const [no, yes] = ['declined', 'charged'];
    expect(outcomes).toEqual([no, no, no, no, no, yes, no, yes]);
    expect(await rig.client.summary('pay-dunning')).toMatchObject({ charges: 1 });
  });

  test('tok_declined_2_ declines exactly two of ten keys at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        rig.facade.payment.charge(chargeOf(`pay-race-${index}`, { paymentToken: 'tok_declined_2_race' })),
      ),
    );
    expect(answers.filter(({ outcome }) => outcome === 'declined')).toHaveLength(2);
  });

  test('a refund gives the charge back once, whatever the key', async () => {
    const chargeId = await charge('refund-1');
    const request = { reference: 'refund-1', chargeId, amountCents: 2_500, currency: 'EUR' };
    const first = await rig.facade.payment.refund({ ...request, idempotencyKey: 'refund-1:refund' });
    const again = await rig.facade.payment.refund({ ...request, idempotencyKey: 'refund-1:refund' });
    const other = await rig.facade.payment.refund({ ...request, idempotencyKey: 'refund-1:refund-1' });
    expect([again, other]).toEqual([first, first]);
    expect(await rig.client.summary('refund-1')).toMatchObject({ charges: 1, refunds: 1, charged: 1 });
    const { items } = await rig.client.effects({ referencePrefix: 'refund-1' });
    expect(items.map(({ operation, state, undoes }) => [operation, state, undoes])).toEqual([
      ['charge', 'refunded', null],
      ['refund', 'live', chargeId],
    ]);
  });

  test('a refund of more than was charged, or of no charge, is a fault and leaves its key free', async () => {
    const chargeId = await charge('refund-2');
    const request = {
      idempotencyKey: 'refund-2:refund',
      reference: 'refund-2',
      chargeId,
      amountCents: 2_501,
      currency: 'EUR',
    };
    await expect(rig.facade.payment.refund(request)).rejects.toThrow('answered 409 (AmountMismatch)');
    await expect(rig.facade.payment.refund({ ...request, chargeId: 'ch_0/../x' })).rejects.toThrow('answered 404');
    await rig.facade.payment.refund({ ...request, amountCents: 2_500 });
    expect(await rig.client.summary('refund-2')).toMatchObject({ refunds: 1 });
  });
});

describe('warehouse', () => {
  test('hands off once, and takes the order back', async () => {
    const answer = await rig.facade.warehouse.handOff(handoffOf('wh-1'));
    if (answer.outcome !== 'accepted') throw new Error('refused');
    expect(await rig.facade.warehouse.handOff(handoffOf('wh-1'))).toEqual(answer);
    expect(await rig.client.summary('wh-1')).toMatchObject({ handoffs: 1, shippedTwice: 0 });
    for (const idempotencyKey of ['wh-1:cancel', 'wh-1:cancel', 'wh-1:cancel-1']) {
      const { warehouseOrderId } = answer;
      await rig.facade.warehouse.cancelOrder({ idempotencyKey, reference: 'wh-1', warehouseOrderId });
    }
    const { items } = await rig.client.effects({ referencePrefix: 'wh-1', partner: 'warehouse' });
    expect(items.map(({ operation, state }) => [operation, state])).toEqual([
      ['handOff', 'cancelled'],
      ['cancelOrder', 'live'],
    ]);
  });

  test('refuses an address that cannot be delivered to; the mended one is another key', async () => {
    const refused = { outcome: 'refused', reason: 'AddressRefused', message: expect.any(String) };
    expect(await rig.facade.warehouse.handOff(handoffOf('wh-2', { line1: 'UNDELIVERABLE Road' }))).toEqual(refused);
    expect(await rig.facade.warehouse.handOff(handoffOf('wh-2', { line1: 'UNDELIVERABLE Road' }))).toEqual(refused);
    const mended = { ...handoffOf('wh-2'), idempotencyKey: 'wh-2:handoff-1' };
    expect(await rig.facade.warehouse.handOff(mended)).toMatchObject({ outcome: 'accepted' });
    expect(await rig.client.summary('wh-2')).toMatchObject({ handoffs: 1 });
  });
});

describe('carrier', () => {
  test('books once; a cancelled parcel does not count as shipped', async () => {
    const answer = await rig.facade.carrier.bookParcel(parcelOf('ca-1'));
    if (answer.outcome !== 'booked') throw new Error('refused');
    expect(await rig.facade.carrier.bookParcel(parcelOf('ca-1'))).toEqual(answer);
    expect(await rig.client.summary('ca-1')).toMatchObject({ parcels: 1, shipped: 1, shippedTwice: 0 });
    const cancel = { idempotencyKey: 'ca-1:cancel', reference: 'ca-1', trackingNumber: answer.trackingNumber };
    await rig.facade.carrier.cancelParcel(cancel);
    await rig.facade.carrier.cancelParcel({ ...cancel, idempotencyKey: 'ca-1:cancel-1' });
    expect(await rig.client.summary('ca-1')).toMatchObject({ parcels: 1, shipped: 0 });
  });

  test('refuses a city that it does not serve', async () => {
    const answer = await rig.facade.carrier.bookParcel(parcelOf('ca-2', { city: 'NOCARRIER Island' }));
    expect(answer).toEqual({ outcome: 'refused', reason: 'ParcelRefused', message: expect.any(String) });
    expect(await rig.client.summary('ca-2')).toMatchObject({ parcels: 0 });
  });
});

test('notifications: one message per key, counted by template', async () => {
  const message = { reference: 'no-1', customerId: 'customer-1', data: { sku: 'SKU-1', cents: 5, note: null } };
  for (const [idempotencyKey, template] of [
    ['no-1:shipped', 'shipped'],
    ['no-1:shipped', 'shipped'],
    ['no-1:rating', 'ratingRequest'],
  ] as const) {
    await rig.facade.notifications.send({ ...message, idempotencyKey, template });
  }
  expect((await rig.client.summary('no-1')).messages).toEqual({ shipped: 1, ratingRequest: 1 });
});

describe('the ledger', () => {
  test('counts what happened twice: two live charges, handoffs or parcels for one reference', async () => {
    await charge('twice-1');
    await charge('twice-1', { idempotencyKey: 'twice-1:charge-again' });
    await rig.facade.carrier.bookParcel(parcelOf('twice-2'));
    await rig.facade.carrier.bookParcel({ ...parcelOf('twice-2'), idempotencyKey: 'twice-2:parcel-again' });
    await rig.facade.warehouse.handOff(handoffOf('twice-3'));
    await rig.facade.warehouse.handOff({ ...handoffOf('twice-3'), idempotencyKey: 'twice-3:handoff-again' });
    expect(await rig.client.summary('twice-')).toMatchObject({
      charges: 2,
      charged: 1,
      chargedTwice: 1,
      shippedTwice: 2,
    });
  });

  test('sums over several prefixes; none of them is nothing', async () => {
    await Promise.all(['sum-a-1', 'sum-a-2', 'sum-b-1'].map((reference) => charge(reference)));
    expect((await rig.client.summary(['sum-a-', 'sum-b-', 'sum-a-1'])).charges).toBe(3);
    expect((await rig.client.summary(['sum-a-2'])).charges).toBe(1);
    expect((await rig.client.summary([])).charges).toBe(0);
    expect((await rig.client.summary()).charges).toBeGreaterThanOrEqual(3);
  });

  test('pages through effects without losing or repeating one', async () => {
    await Promise.all(Array.from({ length: 7 }, (_, index) => charge(`page-${index}`)));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await rig.client.effects({ referencePrefix: 'page-', limit: 3, cursor });
      seen.push(...page.items.map(({ reference }) => reference));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen.toSorted()).toEqual(Array.from({ length: 7 }, (_, index) => `page-${index}`));
  });
});

describe('what is not understood is refused, and has no effect', () => {
  const post = (path: string, body: string, headers: Record<string, string>) =>
    fetch(`${rig.simulator.url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const bearer = { authorization: `Bearer ${apiKey}` };
  const { idempotencyKey, ...body } = chargeOf('bad-1');

  test.each<[string, number, string, Record<string, string>, RegExp]>([
    ['no bearer key', 401, JSON.stringify(body), { 'idempotency-key': idempotencyKey }, /Authorization/],
    ['a wrong bearer key', 401, JSON.stringify(body), { authorization: 'Bearer no' }, /Authorization/],
    ['no idempotency key', 400, JSON.stringify(body), bearer, /Idempotency-Key/],
    ['a body that is no JSON', 400, '{', { ...bearer, 'idempotency-key': 'k' }, /JSON/],
    [
      'a negative amount',
      400,
      JSON.stringify({ ...body, amountCents: -1 }),
      { ...bearer, 'idempotency-key': 'k' },
      /amountCents/,
    ],
    ['an undeclared field', 400, JSON.stringify({ ...body, tip: 1 }), { ...bearer, 'idempotency-key': 'k' }, /tip/],
  ])('%s: %i', async (_name, status, text, headers, message) => {
    const response = await post('/payment/charges', text, headers);
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(message);
    expect(await rig.client.summary('bad-1')).toMatchObject({ charges: 0 });
  });

  test('an unknown route is a 404, and bad control is refused with the field', async () => {
    expect((await post('/payment/gifts', '{}', bearer)).status).toBe(404);
    await expect(rig.client.settings({ transitMs: -1 })).rejects.toThrow(/400.*transitMs/);
    await expect(rig.client.effects({ cursor: 'x' })).rejects.toThrow(/400.*cursor/);
  });

  test('health needs no key', async () => {
    const response = await fetch(`${rig.simulator.url}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });
});
