import { trainFits } from '#activities/sizing/trainFits';
import { modelsView } from '#cli/model/views';
import { isHeldBack } from '#domain/sizing/heldBack';
import { eventsAreFinal } from '#test/support/finalEvents';
import { WearRig } from './rig';
import { evensRunSmall, fitModelsOf, idsOf, oddsRunSmall, ops, program, styles, tried } from './tried';

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
});
afterAll(() => rig.close());

/** Forgets the fits that training may see. */
async function forgetTraining(name: string, count: number): Promise<void> {
  const ids = idsOf(name, count).flatMap((customerId) =>
    styles.filter((styleId) => !isHeldBack({ customerId, styleId })).map((styleId) => `${customerId}:${styleId}`),
  );
  await rig.db.query('DELETE FROM events WHERE id = ANY ($1)', [ids]);
}

const fitsOf = () => fitModelsOf(rig);

/** The outcome of a refresh, and the version in charge after it. */
async function refreshed(refreshId: string) {
  await trainFits(rig.db, program, refreshId);
  const { publishedVersion, refreshes } = await fitsOf();
  return { ...refreshes[0], publishedVersion };
}

test('without enough fits a refresh says so, and there is no model', async () => {
  await rig.fits('cus_one', { 'style-01-M': 'good' });
  await eventsAreFinal(rig.db);
  expect(await refreshed('none')).toMatchObject({
    outcome: 'notEnoughData',
    version: null,
    reason: 'there are 1 fits; learning needs 20',
    publishedVersion: null,
  });
});

test('the first one is published, and nothing that is held back is in its training', async () => {
  await tried(rig, 'first', 120, oddsRunSmall);
  expect(await refreshed('first')).toMatchObject({ outcome: 'published', version: 1, publishedVersion: 1 });
  const [model] = (await fitsOf()).models;
  const { fits, customers, running } = model.holdout;
  expect(fits).toBeGreaterThan(50);
  expect(customers).toBeGreaterThan(30);
  expect(running).toBeNull();
  expect(model.trainedOn.fits + fits).toBe(120 * styles.length + 1);
});

test('a worse one is turned down, with the figures of both; the one in charge stays, and its sizes', async () => {
  await rig.fits('cus_me', { 'style-09-M': 'good' });
  const sizeOf = async () => (await rig.size('cus_me', 'style-02-M')).body.sizes;
  const before = await sizeOf();
  // Everything to learn from turns out the other way round now, but not what is held back to measure with.
  await forgetTraining('first', 120);
  await tried(rig, 'other', 200, evensRunSmall, (customerId, styleId) => !isHeldBack({ customerId, styleId }));
  const settled = await refreshed('worse');
  expect(settled).toMatchObject({ outcome: 'rejected', version: 2, publishedVersion: 1 });
  expect(settled.reason).toMatch(
    /^log loss \d\.\d{4} on \d+ held-back fits of \d+ customers, version 1 has \d\.\d{4}: \+/,
  );
  expect(settled.reason).toContain('worse beyond chance');
  const { models, publications } = await fitsOf();
  expect(models[0]).toMatchObject({ version: 2, state: 'rejected', bytes: null });
  expect(models[0].holdout.running).toEqual({
    version: 1,
    logLoss: expect.closeTo(models[1].holdout.logLoss, 12) as number, // summed in another order
  });
  expect(models[0].holdout.logLoss).toBeGreaterThan(models[1].holdout.logLoss);
  expect(publications).toHaveLength(1);
  expect(await sizeOf()).toEqual(before);
});

test('a repeat finds what the first run came to, however often it is asked', async () => {
  await rig.db.query(`DELETE FROM events WHERE customer_id LIKE 'cus\\_other\\_%'`);
  await tried(rig, 'more', 120, oddsRunSmall);
  expect(await refreshed('better')).toMatchObject({ outcome: 'published', version: 3, publishedVersion: 3 });
  const before = await fitsOf();
  await Promise.all([refreshed('better'), refreshed('better'), refreshed('worse')]);
  expect(await fitsOf()).toEqual(before);
  expect(before.publications.map(({ version }: { version: number }) => version)).toEqual([3, 1]);
});

test('rolling back is one command, on record; a model that was never in charge is none to go back to', async () => {
  const refused = await ops(rig, 'POST', '/rollback', { kind: 'fit', toVersion: 2, reason: 'typo' });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'toVersion', rule: 'exists' }] } });
  const { status, body } = await ops(rig, 'POST', '/rollback', { kind: 'fit', reason: 'too many returns' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ publishedVersion: null, publications: [] }); // of selection nothing changed
  expect(body.fit).toMatchObject({ publishedVersion: 1 });
  expect(body.fit.publications[0]).toMatchObject({
    version: 1,
    previousVersion: 3,
    actor: 'operator ops_1',
    reason: 'too many returns',
  });
  expect(modelsView(body)).toContain('too many returns');
  const none = await ops(rig, 'POST', '/rollback', { kind: 'fit', reason: 'once more' });
  expect(none.body.type).toBe('urn:everbox:problem:NoEarlierModel');
  expect((await fitsOf()).publishedVersion).toBe(1);
});

test('a model from before fits were held back cannot be measured, and makes way', async () => {
  await rig.db.query('UPDATE fit_models SET holdout = NULL WHERE version = 1');
  const settled = await refreshed('after the upgrade');
  expect(settled).toMatchObject({ outcome: 'published', publishedVersion: 4 });
  expect(settled.reason).toContain('version 1 cannot be measured');
});
