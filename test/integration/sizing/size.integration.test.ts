import { trainCandidate } from '#activities/model/trainCandidate';
import { trainFits } from '#activities/sizing/trainFits';
import { PickService } from '#serving/picks/picks';
import { waitFor } from '#test/support/waitFor';
import { wearProgram, wearSizes } from '#test/support/wearProgram';
import { type Fit, WearRig } from './rig';

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
});
afterAll(() => rig.close());

describe('measurements', () => {
  test('are told in part, read back, replaced, and counted', async () => {
    const call = rig.as('cus_tall');
    const nothing = { heightCm: null, weightKg: null, bustBandCm: null, bustCup: null, footLengthCm: null };
    expect((await call('GET', '/v1/me/measurements')).body).toMatchObject({ ...nothing, updatedAt: null });
    const told = await call('PUT', '/v1/me/measurements', { heightCm: 178.5, weightKg: 80, bustCup: 'DD' });
    expect(told).toMatchObject({ status: 200, body: { heightCm: 178.5, weightKg: 80, bustCup: 'dd', ageYears: null } });
    expect((await call('PUT', '/v1/me/measurements', { heightCm: 178 })).body).toMatchObject({
      ...nothing,
      heightCm: 178,
    });
    expect((await call('GET', '/v1/me/measurements')).body).toMatchObject({ ...nothing, heightCm: 178 });
    expect((await rig.size('cus_tall')).body).toMatchObject({
      recommended: { sku: 'style-01-L', size: 'L' },
      confidence: 'medium',
      reason: 'L should fit you best: your measurements point to L in the size chart.',
    });
  });

  test.each<[object | string, string, string]>([
    [{ heightCm: 12 }, 'heightCm', 'min:50'],
    [{ heightCm: 1_780 }, 'heightCm', 'max:250'],
    [{ weightKg: -70 }, 'weightKg', 'min:3'],
    [{ weightKg: 351 }, 'weightKg', 'max:350'],
    [{ heightCm: '178' }, 'heightCm', 'type:number'],
    ['{"heightCm":1e999}', 'heightCm', 'finite'],
    [{ ageYears: 30.5 }, 'ageYears', 'type:int'],
    [{ ageYears: 121 }, 'ageYears', 'max:120'],
    [{ bustCup: 'zz' }, 'bustCup', 'oneOf'],
    [{ footLengthCm: 0 }, 'footLengthCm', 'min:8'],
    [{ heightCm: 180, weightKg: 10 }, 'weightKg', 'possible'],
    [{ heightCm: 60, weightKg: 170 }, 'weightKg', 'possible'],
    [{ waistCm: 70 }, 'waistCm', 'undeclared'],
  ])('%j are refused by field and rule, and change nothing', async (body, field, rule) => {
    const call = rig.as('cus_odd');
    await call('PUT', '/v1/me/measurements', { heightCm: 170 });
    const raw = typeof body === 'string' ? { rawBody: body } : { body };
    const answer = await rig.api.call('PUT', '/v1/me/measurements', { role: 'customer', subject: 'cus_odd', ...raw });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: 'body', field, rule }] } });
    expect((await call('GET', '/v1/me/measurements')).body).toMatchObject({ heightCm: 170, weightKg: null });
  });
});

describe('GET /v1/products/:sku/size', () => {
  test('says so with too little to go on', async () => {
    const { status, body, headers } = await rig.size('cus_new');
    expect(status).toBe(200);
    expect(body).toMatchObject({ programId: 'test-wear', sku: 'style-01-M', styleId: 'style-01', recommended: null });
    expect(body).toMatchObject({ confidence: 'none', reason: expect.stringContaining('know too little') });
    expect(body.sizes.map(({ size, chances }: { size: string; chances: unknown }) => [size, chances])).toEqual(
      wearSizes.map((size) => [size, null]),
    );
    expect(headers.get('server-timing')).toMatch(/^live;dur=\d/);
  });

  test('goes by how things turned out, whichever size is asked about, until personalization is off', async () => {
    await rig.fits('cus_m', { 'style-02-M': 'good', 'style-03-M': 'good', 'style-04-S': 'tooSmall' });
    for (const sku of ['style-01-XS', 'style-01-L']) {
      const { body } = await rig.size('cus_m', sku);
      expect(body).toMatchObject({ sku, recommended: { sku: 'style-01-M', size: 'M' }, confidence: 'high' });
      expect(body.reason).toBe('M should fit you best: M of Brand 1 was right for you once; S was too small once.');
      for (const { chances } of body.sizes) expect(chances.small + chances.right + chances.large).toBeCloseTo(1, 9);
    }
    await rig.as('cus_m')('PUT', '/v1/me/personalization', { enabled: false });
    expect((await rig.size('cus_m')).body).toMatchObject({ recommended: null, confidence: 'none' });
  });

  test('a return for its size counts, and takes back what was said before', async () => {
    await rig.fits('cus_back', { 'style-02-S': 'good' });
    expect((await rig.size('cus_back')).body.recommended.size).toBe('S');
    const event = { kind: 'return', programId: 'test-wear', sku: 'style-02-S', data: { reason: 'tooSmall' } };
    const events = [{ id: 'return-1', occurredAt: new Date().toISOString(), ...event }];
    await rig.as('cus_back')('POST', '/v1/events', { events });
    expect((await rig.size('cus_back')).body.recommended.size).toBe('M');
  });

  test.each([
    ['toy-01?programId=test-toys', 'NoSizes'],
    ['no-such?programId=test-wear', 'NotFound'],
    ['toy-01?programId=no-such', 'NotFound'],
    ['__proto__?programId=test-wear', 'NotFound'],
  ])('%s is a clear 404', async (path, type) => {
    const [sku, query] = path.split('?');
    const { status, body } = await rig.as('cus_new')('GET', `/v1/products/${sku}/size?${query}`);
    expect(status).toBe(404);
    expect(body.type).toContain(type);
  });

  test('what is known of a customer is kept by the process, until they act', async () => {
    const picks = new PickService(rig.db);
    picks.start();
    try {
      const ask = () =>
        picks.sizes.of({ programId: 'test-wear', sku: 'style-01-M', customerId: 'cus_kept' }, Date.now());
      await waitFor('the process layer', async () => ((await ask())?.layer === 'process' ? true : undefined));
      expect((await ask())?.advice.recommended).toBeNull();
      await rig.as('cus_kept')('PUT', '/v1/me/measurements', { heightCm: 178 });
      await waitFor('the measurement', async () =>
        (await ask())?.advice.recommended?.label === 'L' ? true : undefined,
      );
      await rig.fits('cus_kept', {
        'style-02-S': 'good',
        'style-03-S': 'good',
        'style-04-S': 'good',
        'style-05-S': 'good',
      });
      await waitFor('the fits', async () => ((await ask())?.advice.recommended?.label === 'S' ? true : undefined));
    } finally {
      await picks.stop();
    }
  });
});

test('a search finds each style once, in a size that is in stock, and says what its other sizes are', async () => {
  const search = rig.as('cus_searcher');
  const soldOut = 'style-01-S';
  await rig.db.query('UPDATE stock SET reserved = on_hand WHERE sku = $1', [soldOut]);
  const found = async (query: string) =>
    (await search('GET', `/v1/search?programId=test-wear&limit=100&${query}`)).body;
  const page = await waitFor('the index', async () => {
    const body = await found('');
    return body.items?.some(({ sku }: { sku: string }) => sku === soldOut) ? undefined : body.items && body;
  });
  const styles = page.items.map(({ styleId }: { styleId: string }) => styleId);
  expect(new Set(styles).size).toBe(styles.length);
  expect(styles).toContain('style-01');
  expect(page.total).toBe(styles.length);
  const inMedium = await found('size=M');
  expect(inMedium.items.every(({ size }: { size: string }) => size === 'M')).toBe(true);
  expect(inMedium.total).toBe(page.facets.sizes.find(({ value }: { value: string }) => value === 'M').count);
  const { body } = await search('GET', `/v1/products/${page.items[0].sku}?programId=test-wear`);
  expect(body.variants.map(({ size }: { size: string }) => size)).toEqual(wearSizes);
});

describe('a search by a customer whose size can be told', () => {
  type Item = { sku: string; size: string };
  const sizesOf = (items: Item[]) => [...new Set(items.map(({ size }) => size))];
  const searchOf = (customerId: string) => async (query: Record<string, string>) => {
    const parameters = new URLSearchParams({ programId: 'test-wear', q: 'thing', ...query });
    return (await rig.as(customerId)('GET', `/v1/search?${parameters.toString()}`)).body;
  };

  test.each<[string, string, (customerId: string) => Promise<unknown>]>([
    ['stated', 'XL', (customerId) => rig.signUp(customerId, { size: 'XL' })],
    ['measured', 'L', (customerId) => rig.as(customerId)('PUT', '/v1/me/measurements', { heightCm: 178 })],
    ['found', 'XS', (customerId) => rig.fits(customerId, { 'style-02-XS': 'good', 'style-03-S': 'tooLarge' })],
  ])('shows each style in the size that they %s: %s', async (way, size, tell) => {
    const customerId = `cus_${way}`;
    const search = searchOf(customerId);
    expect((await search({})).personalization.applied).toBe(false);
    await tell(customerId);
    const { items, personalization } = await search({});
    expect(sizesOf(items)).toEqual([size]);
    const why = 'Personalized: of items that fit the search equally well, those in your size come first.';
    expect(personalization).toMatchObject({ reason: 'yourTaste', why });
    expect(sizesOf((await search({ personalized: 'false' })).items)).toEqual(['M']); // the usual one
    await rig.as(customerId)('PUT', '/v1/me/personalization', { enabled: false });
    expect(sizesOf((await search({})).items)).toEqual(['M']);
  });

  test('a size told between two pages moves nothing from one to the other', async () => {
    const search = searchOf('cus_between');
    await rig.as('cus_between')('PUT', '/v1/me/measurements', { heightCm: 154 });
    const whole = (await search({ limit: '100' })).items as Item[];
    expect(sizesOf(whole)).toEqual(['XS']);
    const first = await search({ limit: '4' });
    await rig.as('cus_between')('PUT', '/v1/me/measurements', { heightCm: 186 });
    const second = await search({ limit: '100', cursor: first.next });
    const seen = [...first.items, ...second.items] as Item[];
    expect(seen.map(({ sku }) => sku)).toEqual(whole.map(({ sku }) => sku));
    expect(sizesOf((await search({})).items)).toEqual(['XL']);
  });
});

describe('training', () => {
  const published = async () =>
    (await rig.db.query('SELECT version, refresh_id, bytes IS NULL AS pruned FROM fit_models ORDER BY version')).rows;

  test('too few fits make no model; a repeat publishes once; a newer one takes over, and the last is kept', async () => {
    await trainFits(rig.db, wearProgram({ id: 'test-toys' }), 'refresh-0');
    expect(await published()).toEqual([]);
    for (let n = 0; n < 60; n++) {
      const fit: Fit = n % 6 === 0 ? 'good' : 'tooSmall';
      await rig.fits(`cus_many_${n}`, { 'style-07-M': fit, 'style-08-M': 'good' });
    }
    await waitForFinal();
    for (const refresh of ['refresh-1', 'refresh-1', 'refresh-2']) await trainFits(rig.db, wearProgram(), refresh);
    expect(await published()).toEqual([
      { version: 1, refresh_id: 'refresh-1', pruned: false },
      { version: 2, refresh_id: 'refresh-2', pruned: false },
    ]);
  });

  test('is a part of every refresh, also of one that makes no selection model', async () => {
    const request = { programId: 'test-wear', refreshId: 'refresh-3' };
    const outcome = await trainCandidate()(rig.db, request, () => undefined, new AbortController().signal);
    expect(outcome.version).toBeNull();
    expect(await published()).toMatchObject([
      { version: 1, pruned: true },
      { version: 2, pruned: false },
      { version: 3, refresh_id: 'refresh-3', pruned: false },
    ]);
  });

  test('what others said of an item moves its size, and is given as a reason', async () => {
    await rig.fits('cus_learnt', { 'style-02-M': 'good', 'style-03-M': 'good', 'style-04-M': 'good' });
    expect((await rig.size('cus_learnt', 'style-08-M')).body.recommended.size).toBe('M');
    const { body } = await rig.size('cus_learnt', 'style-07-M');
    expect(body.recommended.size).not.toBe('M');
    expect(body.sizes[2].chances.small).toBeGreaterThan(0.4);
  });

  test('a model that another release wrote is done without', async () => {
    await rig.db.query(`UPDATE fit_models SET bytes = 'not a model', version = version + 1 WHERE version = 3`);
    expect((await rig.size('cus_learnt')).body.recommended.size).toBe('M');
  });

  /** Training reads transactions that have ended, and other tests' may be under way on the same server. */
  async function waitForFinal(): Promise<void> {
    const { rows } = await rig.db.query<{ tx: string }>('SELECT pg_current_xact_id()::text AS tx');
    await waitFor('the end of earlier transactions', async () => {
      const { rows: found } = await rig.db.query<{ isFinal: boolean }>(
        'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS "isFinal"',
        [rows[0]!.tx],
      );
      return found[0]!.isFinal ? true : undefined;
    });
  }
});
