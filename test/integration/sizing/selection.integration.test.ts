import { projectShipment, type ShipmentProjection } from '#activities/projections/shipment';
import { askSurvey } from '#activities/surveys/ask';
import { rankOne } from '#activities/model/precompute';
import { wallClock } from '#domain/clock';
import type { RankedItem } from '#domain/selection/types';
import type { SurveyStart } from '#domain/survey/types';
import { WearRig } from './rig';

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
});
afterAll(() => rig.close());

/** A customer of this test's own, in a shop that has everything. */
let me = '';
let tests = 0;
beforeEach(async () => {
  tests += 1;
  me = `cus_${tests}`;
  await rig.db.query('UPDATE stock SET on_hand = 1000');
});

const sizesOf = (items: RankedItem[]): string[] => [...new Set(items.map(({ size }) => size ?? 'none'))];
const stylesOf = (items: RankedItem[]): string[] => items.map(({ sku }) => sku.slice(0, 'style-00'.length));
const soldOut = (skus: string) => rig.db.query('UPDATE stock SET on_hand = 0 WHERE sku LIKE $1', [skus]);

const wearsM = {
  'style-09-M': 'good',
  'style-10-M': 'good',
  'style-08-S': 'tooSmall',
  'style-08-L': 'tooLarge',
} as const;

test('who wears M gets M, one size of each style, with the reason; the API shows the size', async () => {
  await rig.fits(me, wearsM);
  const subscriptionId = await rig.signUp(me);
  const items = await rig.opened(subscriptionId);
  expect(items.length).toBeGreaterThan(5);
  expect(sizesOf(items)).toEqual(['M']);
  expect(new Set(stylesOf(items)).size).toBe(items.length);
  expect(items[0]!.reason).toContain('M should fit you best: ');

  const call = rig.as(me);
  const { body } = await call('GET', `/v1/subscriptions/${subscriptionId}/cycles/1`);
  expect(body.selection).toMatchObject({ sku: items[0]!.sku, size: 'M' });
  expect(body.alternatives.map(({ size }: { size: string }) => size)).toEqual(items.slice(1).map(() => 'M'));
  const picks = await call('GET', '/v1/programs/test-wear/picks');
  expect(sizesOf(picks.body.items)).toEqual(['M']);
});

test('what is worked out ahead has the same sizes as what is picked live', async () => {
  await rig.fits(me, wearsM);
  const id = await rig.signUp(me);
  const { db, catalogs, models } = rig.dependencies();
  const subscription = { id, customerId: me, planId: 'monthly', preferences: { likes: [], dislikes: [] } };
  const of = { ...subscription, nextCycle: 1, activity: 0 };
  const ahead = await rankOne({ db, models }, await catalogs.of('test-wear'), 1, of);
  expect(sizesOf(ahead!.ranking)).toEqual(['M']);
  expect(ahead!.ranking[0]!.sku).toBe((await rig.opened(id))[0]!.sku);
});

test('when M is gone of one style, another style goes before a size that would not fit', async () => {
  await rig.fits(me, wearsM);
  await soldOut('style-01-M');
  const items = await rig.opened(await rig.signUp(me));
  expect(items[0]!.sku).toBe('style-02-M');
  expect(sizesOf(items)).toEqual(['M']);
});

test('who is between two sizes gets the other one when the first is gone', async () => {
  await rig.fits(me, { 'style-09-M': 'good', 'style-10-L': 'good' });
  const [pick] = await rig.opened(await rig.signUp(me));
  await soldOut(`style-%-${pick!.size}`);
  await rig.fits(`${me}_b`, { 'style-09-M': 'good', 'style-10-L': 'good' });
  const items = await rig.opened(await rig.signUp(`${me}_b`));
  expect(sizesOf(items)).toEqual([pick!.size === 'M' ? 'L' : 'M']);
});

test('never a size that would not fit: with nothing else left, the cycle is unfilled', async () => {
  await rig.fits(me, wearsM);
  for (const size of ['S', 'M', 'L']) await soldOut(`style-%-${size}`);
  expect(await rig.opened(await rig.signUp(me))).toEqual([]);
});

test('the stated size counts as long as nothing better is known; an unknown one is refused', async () => {
  expect(sizesOf(await rig.opened(await rig.signUp(me, { size: 'XL' })))).toEqual(['XL']);
  await rig.fits(`${me}_b`, wearsM);
  expect(sizesOf(await rig.opened(await rig.signUp(`${me}_b`, { size: 'XL' })))).toEqual(['M']);
  expect(sizesOf(await rig.opened(await rig.signUp(`${me}_c`)))).toEqual(['M']);
  await expect(rig.signUp(`${me}_d`, { size: 'XXXL' })).rejects.toThrow(/preferences\.size.*one of XS, S, M, L, XL/s);
});

describe('the fit survey', () => {
  const delivered = (subscriptionId: string, shipmentId: string, sku: string) =>
    ({
      input: { shipmentId, subscriptionId, cycle: 1, customerId: me, programId: 'test-wear', clock: wallClock },
      state: {
        phase: 'delivered',
        sku,
        deliveredAtMs: Date.now(),
        handedOffAtMs: null,
        addressId: 'addr',
        revision: 2,
      },
      message: null,
    }) as unknown as ShipmentProjection;

  async function deliver(sku = 'style-03-M') {
    const id = await rig.signUp(me);
    const shipmentId = `${id}-1`;
    await rig.db.query(
      `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id, revision)
       VALUES ($1, $2, 1, $4, 'test-wear', 'inTransit', $3, 1999, 'addr', 1)`,
      [shipmentId, id, sku, me],
    );
    await projectShipment(rig.dependencies(), delivered(id, shipmentId, sku));
    await projectShipment(rig.dependencies(), delivered(id, shipmentId, sku)); // a repeat
    const { rows } = await rig.db.query<{ payload: SurveyStart }>(
      `SELECT payload FROM outbox WHERE kind = 'startSurvey' AND payload ->> 'subscriptionId' = $1`,
      [id],
    );
    return { shipmentId, starts: rows.map(({ payload }) => payload) };
  }

  const messages = async (): Promise<string[]> =>
    (
      await rig.db.query<{ title: string }>(
        `SELECT payload #>> '{data,title}' AS title FROM outbox
         WHERE kind = 'notify' AND payload::text LIKE '%surveyRequest%' AND payload::text LIKE '%' || $1 || '%'`,
        [`"${me}"`],
      )
    ).rows.map(({ title }) => title);

  test('is asked once per box, after its time, and its answer counts in the next pick', async () => {
    const { starts, shipmentId } = await deliver();
    expect(starts).toHaveLength(1);
    const [start] = starts;
    expect(Math.round((start!.dueAtMs - Date.now()) / 3_600_000)).toBe(24);
    expect(await askSurvey(rig.dependencies(), start!)).toBe('sent');
    expect(await askSurvey(rig.dependencies(), start!)).toBe('sent');
    expect(await messages()).toEqual(['Does it fit? Thing number 3, M']);

    const call = rig.as(me);
    const path = `/v1/surveys/${start!.id}`;
    expect((await call('GET', path)).body).toMatchObject({ title: 'Does it fit? Thing number 3, M', state: 'sent' });
    expect((await call('POST', `${path}/answers`, { answers: { fit: 'perfect' } })).status).toBe(400);
    expect((await call('POST', `${path}/answers`, { answers: { fit: 'tooSmall' } })).status).toBe(201);
    const { rows } = await rig.db.query(`SELECT kind, sku, data FROM events WHERE kind = 'fit' AND customer_id = $1`, [
      me,
    ]);
    expect(rows).toEqual([{ kind: 'fit', sku: 'style-03-M', data: { shipmentId, fit: 'tooSmall' } }]);
    expect((await rig.size(me)).body.recommended.size).not.toBe('M');
    expect((await call('GET', '/v1/me/profile')).body).toMatchObject({
      measurements: null,
      fits: [{ programId: 'test-wear', sku: 'style-03-M', size: 'M', fit: 'small' }],
    });
  });

  test('is not asked of who opted out', async () => {
    const { starts } = await deliver();
    await rig.as(me)('PUT', '/v1/me/surveys', { optedOut: true });
    expect(await askSurvey(rig.dependencies(), starts[0]!)).toBe('withheld');
    expect(await messages()).toEqual([]);
  });
});

test('an erasure takes fits and measurements with it', async () => {
  await rig.fits(me, wearsM);
  const call = rig.as(me);
  await call('PUT', '/v1/me/measurements', { heightCm: 178, bodyType: 'athletic' });
  expect((await call('GET', '/v1/me/profile')).body).toMatchObject({
    measurements: { heightCm: 178, bodyType: 'athletic' },
    fits: expect.arrayContaining([expect.objectContaining({ sku: 'style-09-M', fit: 'fit' })]),
  });
  expect((await call('DELETE', '/v1/me/profile')).status).toBe(200);
  expect((await call('GET', '/v1/me/profile')).body).toMatchObject({ measurements: null, fits: [] });
  expect(await rig.api.count('measurements', `customer_id = '${me}'`)).toBe(0);
  expect((await rig.size(me)).body).toMatchObject({ recommended: null, confidence: 'none' });
});
