import { sweepErased } from '#activities/privacy/sweep';
import { trainFits } from '#activities/sizing/trainFits';
import { readFitModel } from '#db/sizing/fitModels';
import { decodeFitModel, predictFit } from '#domain/sizing/model/index';
import { WearRig } from './rig';
import { fitModelsOf, oddsRunSmall, program, tried } from './tried';

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
  await tried(rig, 'first', 120, oddsRunSmall);
  await trainFits(rig.db, program, 'one');
  await rig.db.query('UPDATE fit_models SET holdout = NULL'); // so that the next one takes over
  await trainFits(rig.db, program, 'two');
});
afterAll(() => rig.close());

const kept = async (): Promise<{ version: number; bytes: Buffer }[]> =>
  (await rig.db.query('SELECT version, bytes FROM fit_models WHERE bytes IS NOT NULL ORDER BY version')).rows;
const namesIn = async (customerId: string) => (await kept()).map(({ bytes }) => bytes.includes(`"${customerId}"`));

test('an erasure takes the name out of every model that is kept, and changes no answer about others', async () => {
  const customerId = 'cus_first_6';
  expect(await namesIn(customerId)).toContain(true);
  const { version } = (await kept()).at(-1)!;
  const ask = async (of: string) => {
    const { bytes } = (await readFitModel(rig.db, program.id, version))!;
    const fitCase = { customerId: of, styleId: 'style-02', size: 8, category: 'wear>tops', wearer: {}, atMs: 1e12 };
    return predictFit(decodeFitModel(bytes), fitCase);
  };
  const [before, stranger] = [await ask('cus_first_9'), await ask('cus_unknown')];
  expect(await ask(customerId)).not.toEqual(stranger);
  expect((await rig.as(customerId)('DELETE', '/v1/me/profile')).status).toBe(200);
  const erasure = { customerId, erasedAtMs: Date.now() };
  for (let n = 0; n < 2; n++) await sweepErased(rig.dependencies(), erasure);
  expect(await namesIn(customerId)).toEqual([false, false]);
  expect(await ask('cus_first_9')).toEqual(before);
  expect(await ask(customerId)).toEqual(stranger);
});

test('an erasure that a training ran beside is not undone by the model it stores', async () => {
  await rig.db.query('UPDATE fit_models SET holdout = NULL WHERE version = 2'); // so that the next one is stored to stay
  // As if the events had been read before they were deleted.
  await rig.db.query(`INSERT INTO erasures (customer_id, erased_at) VALUES ('cus_first_9', now())`);
  await trainFits(rig.db, program, 'beside');
  expect((await fitModelsOf(rig)).refreshes[0]).toMatchObject({ refreshId: 'beside', outcome: 'published' });
  const [, newest] = await kept();
  expect(newest!.bytes.includes('"cus_first_9"')).toBe(false);
  expect(newest!.bytes.includes('"cus_first_12"')).toBe(true);
});

test('an erasure drops a model that another release wrote: nobody can tell whom it knows', async () => {
  await rig.db.query(`UPDATE fit_models SET bytes = 'not a model' WHERE version = 2`);
  await sweepErased(rig.dependencies(), { customerId: 'cus_first_12', erasedAtMs: Date.now() });
  expect((await kept()).map(({ version }) => version)).toEqual([3]);
});
