import { sweepErased } from '../../../activities/privacy/sweep';
import { trainFits } from '../../../activities/sizing/trainFits';
import { modelsView } from '../../../cli/model/views';
import { inTransaction } from '../../../db/pool';
import { recordEvents } from '../../../db/queries/events';
import { readFitModel } from '../../../db/queries/fitModels';
import { decodeFitModel } from '../../../domain/sizing/model';
import { isHeldBack } from '../../../domain/sizing/heldBack';
import { eventsAreFinal } from '../../support/finalEvents';
import { wearProgram } from '../../support/wearProgram';
import { type Fit, WearRig } from './rig';

const program = wearProgram();
const styles = Array.from({ length: 8 }, (_, n) => `style-0${n + 1}`);

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
});
afterAll(() => rig.close());

const idsOf = (name: string, count: number): string[] => Array.from({ length: count }, (_, n) => `cus_${name}_${n}`);

/** Customers who tried M of every style, and how each turned out. */
async function tried(
  name: string,
  count: number,
  fitOf: (style: number, customer: number) => Fit,
  isWanted: (customerId: string, styleId: string) => boolean = () => true,
): Promise<void> {
  const events = idsOf(name, count).flatMap((customerId, customer) =>
    styles.flatMap((styleId, style) =>
      isWanted(customerId, styleId)
        ? [
            {
              id: `${customerId}:${styleId}`,
              kind: 'fit' as const,
              customerId,
              programId: program.id,
              sku: `${styleId}-M`,
              subscriptionId: null,
              sessionId: null,
              occurredAtMs: Date.now() - 60_000,
              data: { fit: fitOf(style, customer) },
            },
          ]
        : [],
    ),
  );
  await inTransaction(rig.db, (tx) => recordEvents(tx, events));
  await eventsAreFinal(rig.db); // which is what training reads
}

/** Every other style runs small; every third customer finds all of them large. */
const runsSmall =
  (parity: 0 | 1) =>
  (style: number, customer: number): Fit => {
    if (customer % 3 === 0) return 'tooLarge';
    return style % 2 === parity ? 'tooSmall' : 'good';
  };
const [evensRunSmall, oddsRunSmall] = [runsSmall(0), runsSmall(1)];

/** Forgets the fits that training may see. */
async function forgetTraining(name: string, count: number): Promise<void> {
  const ids = idsOf(name, count).flatMap((customerId) =>
    styles.filter((styleId) => !isHeldBack({ customerId, styleId })).map((styleId) => `${customerId}:${styleId}`),
  );
  await rig.db.query('DELETE FROM events WHERE id = ANY ($1)', [ids]);
}

const ops = (method: string, path: string, body?: object) =>
  rig.api.call(method, `/v1/ops/programs/${program.id}/models${path}`, {
    role: 'operator',
    subject: 'ops_1',
    ...(body ? { body } : {}),
  });
const fitsOf = async () => (await ops('GET', '')).body.fit;

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
  await tried('first', 120, oddsRunSmall);
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
  await tried('other', 200, evensRunSmall, (customerId, styleId) => !isHeldBack({ customerId, styleId }));
  const settled = await refreshed('worse');
  expect(settled).toMatchObject({ outcome: 'rejected', version: 2, publishedVersion: 1 });
  expect(settled.reason).toMatch(
    /^log loss \d\.\d{4} on \d+ held-back fits of \d+ customers, version 1 has \d\.\d{4}: \+/,
  );
  expect(settled.reason).toContain('worse beyond chance');
  const { models, publications } = await fitsOf();
  expect(models[0]).toMatchObject({ version: 2, state: 'rejected', bytes: null });
  expect(models[0].holdout.running).toEqual({ version: 1, logLoss: models[1].holdout.logLoss });
  expect(models[0].holdout.logLoss).toBeGreaterThan(models[1].holdout.logLoss);
  expect(publications).toHaveLength(1);
  expect(await sizeOf()).toEqual(before);
});

test('a repeat finds what the first run came to, however often it is asked', async () => {
  await rig.db.query(`DELETE FROM events WHERE customer_id LIKE 'cus\\_other\\_%'`);
  await tried('more', 120, oddsRunSmall);
  expect(await refreshed('better')).toMatchObject({ outcome: 'published', version: 3, publishedVersion: 3 });
  const before = await fitsOf();
  await Promise.all([refreshed('better'), refreshed('better'), refreshed('worse')]);
  expect(await fitsOf()).toEqual(before);
  expect(before.publications.map(({ version }: { version: number }) => version)).toEqual([3, 1]);
});

test('rolling back is one command, on record; a model that was never in charge is none to go back to', async () => {
  const refused = await ops('POST', '/rollback', { kind: 'fit', toVersion: 2, reason: 'typo' });
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: 'toVersion', rule: 'exists' }] } });
  const { status, body } = await ops('POST', '/rollback', { kind: 'fit', reason: 'too many returns' });
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
  const none = await ops('POST', '/rollback', { kind: 'fit', reason: 'once more' });
  expect(none.body.type).toBe('urn:everbox:problem:NoEarlierModel');
  expect((await fitsOf()).publishedVersion).toBe(1);
});

test('a model from before fits were held back cannot be measured, and makes way', async () => {
  await rig.db.query('UPDATE fit_models SET holdout = NULL WHERE version = 1');
  const settled = await refreshed('after the upgrade');
  expect(settled).toMatchObject({ outcome: 'published', publishedVersion: 4 });
  expect(settled.reason).toContain('version 1 cannot be measured');
});

describe('an erasure', () => {
  const kept = async (): Promise<{ version: number; bytes: Buffer }[]> =>
    (await rig.db.query('SELECT version, bytes FROM fit_models WHERE bytes IS NOT NULL ORDER BY version')).rows;
  const namesIn = async (customerId: string) => (await kept()).map(({ bytes }) => bytes.includes(`"${customerId}"`));

  test('takes the name out of every model that is kept, and changes no answer about others', async () => {
    const customerId = 'cus_more_6';
    expect(await namesIn(customerId)).toContain(true);
    const { version } = (await kept()).at(-1)!;
    const ask = async (of: string) => {
      const { bytes } = (await readFitModel(rig.db, program.id, version))!;
      const fitCase = { customerId: of, styleId: 'style-02', size: 8, category: 'wear>tops', wearer: {}, atMs: 1e12 };
      return decodeFitModel(bytes).predict(fitCase);
    };
    const [before, stranger] = [await ask('cus_more_9'), await ask('cus_unknown')];
    expect(await ask(customerId)).not.toEqual(stranger);
    expect((await rig.as(customerId)('DELETE', '/v1/me/profile')).status).toBe(200);
    const erasure = { customerId, erasedAtMs: Date.now() };
    for (let n = 0; n < 2; n++) await sweepErased(rig.dependencies(), erasure);
    expect(await namesIn(customerId)).toEqual([false, false]);
    expect(await ask('cus_more_9')).toEqual(before);
    expect(await ask(customerId)).toEqual(stranger);
  });

  test('that a training ran beside is not undone by the model it stores', async () => {
    await rig.db.query('UPDATE fit_models SET holdout = NULL WHERE version = 4'); // so that the next one is stored to stay
    // As if the events had been read before they were deleted.
    await rig.db.query(`INSERT INTO erasures (customer_id, erased_at) VALUES ('cus_more_9', now())`);
    await trainFits(rig.db, program, 'beside');
    expect((await fitsOf()).refreshes[0]).toMatchObject({ refreshId: 'beside', outcome: 'published' });
    const [, newest] = await kept();
    expect(newest!.bytes.includes('"cus_more_9"')).toBe(false);
    expect(newest!.bytes.includes('"cus_more_12"')).toBe(true);
  });

  test('drops a model that another release wrote: nobody can tell whom it knows', async () => {
    await rig.db.query(`UPDATE fit_models SET bytes = 'not a model' WHERE version = 4`);
    await sweepErased(rig.dependencies(), { customerId: 'cus_more_12', erasedAtMs: Date.now() });
    expect((await kept()).map(({ version }) => version)).toEqual([5]);
  });
});
