import { openSharedCache, type SharedCache } from '#serving/cache/sharedCache';
import { PickService } from '#serving/picks/picks';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { waitFor } from '#test/support/waitFor';
import { signUp, storeCycle } from '../api/fixtures';
import { ApiRig } from '../api/rig';

const programId = 'test-toys';
let rig: ApiRig;
const opened: PickService[] = [];

beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(async () => {
  for (const service of opened) await service.stop();
  await rig.close();
});

/** A service that listens, as one API process has it. */
async function listening(shared: SharedCache | null = null): Promise<PickService> {
  const service = new PickService(rig.database.pool, shared);
  service.start();
  opened.push(service);
  await waitFor('the process to keep rankings', async () => {
    const layer = (await service.of(programId, 'cus_nobody', Date.now()))?.layer;
    return layer === 'process' ? true : undefined;
  });
  return service;
}

const ask = async (service: PickService, customerId: string) => (await service.of(programId, customerId, Date.now()))!;
const skus = (picks: { items: string[] }): string[] => picks.items.map((item) => JSON.parse(item).sku);

/** A shared cache in memory, which counts. */
class Memory implements SharedCache {
  readonly values = new Map<string, string>();
  get = async (key: string): Promise<string | null> => this.values.get(key) ?? null;
  set = async (key: string, value: string): Promise<void> => void this.values.set(key, value);
  close = async (): Promise<void> => undefined;
}

test('a second process notices what a customer did, and that a model was published', async () => {
  const subscriptionId = await signUp(rig, 'cus_acts');
  const [one, other] = [await listening(), await listening()];
  for (const service of [one, other]) {
    await ask(service, 'cus_acts');
    expect((await ask(service, 'cus_acts')).layer).toBe('process');
  }
  const [first] = skus(await ask(one, 'cus_acts'));
  await storeCycle(rig, subscriptionId, 1);
  await rig.database.pool.query('UPDATE cycles SET swapped_away = ARRAY[$2] WHERE subscription_id = $1', [
    subscriptionId,
    first,
  ]);
  await rig.database.pool.query('UPDATE subscriptions SET revision = revision + 1 WHERE id = $1', [subscriptionId]);
  for (const service of [one, other]) {
    await waitFor('the swap to count', async () =>
      skus(await ask(service, 'cus_acts')).includes(first!) ? undefined : true,
    );
  }
  await ask(one, 'cus_acts');
  expect((await ask(one, 'cus_acts')).layer).toBe('process');
  await rig.database.pool.query(`SELECT pg_notify('selection', 'model:test-toys')`);
  await waitFor('the model to count', async () =>
    (await ask(one, 'cus_acts')).layer === 'process' ? undefined : true,
  );
});

test('nothing is kept while the process does not hear of changes', async () => {
  const service = new PickService(rig.database.pool);
  await ask(service, 'cus_unheard');
  expect((await ask(service, 'cus_unheard')).layer).toBe('live');
});

test('processes share live rankings; a change asks for another one', async () => {
  const subscriptionId = await signUp(rig, 'cus_shares');
  const shared = new Memory();
  const made = await ask(new PickService(rig.database.pool, shared), 'cus_shares');
  expect(made.layer).toBe('live');
  const again = await ask(new PickService(rig.database.pool, shared), 'cus_shares');
  expect(again).toEqual({ ...made, layer: 'shared' });
  await rig.database.pool.query('UPDATE subscriptions SET revision = revision + 1 WHERE id = $1', [subscriptionId]);
  expect((await ask(new PickService(rig.database.pool, shared), 'cus_shares')).layer).toBe('live');
});

test('a shared cache that is away fails no request', async () => {
  const away = openSharedCache('redis://127.0.0.1:1');
  expect((await ask(new PickService(rig.database.pool, away), 'cus_away')).layer).toBe('live');
  const broken: SharedCache = {
    get: () => Promise.reject(new Error('broken')),
    set: () => Promise.reject(new Error('broken')),
    close: async () => undefined,
  };
  expect((await ask(new PickService(rig.database.pool, broken), 'cus_broken')).layer).toBe('live');
  const nonsense: SharedCache = { ...broken, get: async () => '{' };
  expect((await ask(new PickService(rig.database.pool, nonsense), 'cus_nonsense')).layer).toBe('live');
  await away.close();
});

test('what sells out is left out, also of what was kept', async () => {
  const service = await listening();
  const [first] = skus(await ask(service, 'cus_stock'));
  expect(first).toBeDefined();
  await rig.database.pool.query('UPDATE stock SET reserved = on_hand WHERE sku = $1', [first]);
  await waitFor('the shelf to be looked at', async () =>
    skus(await ask(service, 'cus_stock')).includes(first!) ? undefined : true,
  );
  await rig.database.pool.query('UPDATE stock SET reserved = 0 WHERE sku = $1', [first]);
});

test('without personalization nothing that the customer did counts, but nothing comes twice', async () => {
  const likesNothing = { preferences: { likes: [], dislikes: [] } };
  const subscriptionId = await signUp(rig, 'cus_private', likesNothing);
  await signUp(rig, 'cus_new', likesNothing);
  await storeCycle(rig, subscriptionId, 1, { status: 'shipped', sku: 'toy-01' });
  await changeCustomerSettings(rig.database.pool, 'cus_private', { personalization: false });
  const picks = await ask(new PickService(rig.database.pool), 'cus_private');
  expect(picks.personalized).toBe(false);
  const fresh = await ask(new PickService(rig.database.pool), 'cus_new');
  expect(skus(picks)).toEqual(skus(fresh).filter((sku) => sku !== 'toy-01'));
});

test('a program with an empty catalog has no picks; a program that is not there is none', async () => {
  await rig.database.pool.query(
    `INSERT INTO programs (id, config) SELECT 'empty', config || '{"id": "empty"}' FROM programs WHERE id = $1`,
    [programId],
  );
  const answer = await rig.call('GET', '/v1/programs/empty/picks', { role: 'customer' });
  expect(answer).toMatchObject({ status: 200, body: { items: [], modelVersion: null } });
  expect((await rig.call('GET', '/v1/programs/nowhere/picks', { role: 'customer' })).status).toBe(404);
  const bad = await rig.call('GET', '/v1/programs/test-toys/picks?limit=0', { role: 'customer' });
  expect(bad).toMatchObject({ status: 400, body: { errors: [{ field: 'limit' }] } });
});
