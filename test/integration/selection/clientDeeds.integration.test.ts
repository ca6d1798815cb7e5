import { deedsFromPostgres } from '#activities/lake/deedSource';
import { batchWriter } from '#usecases/events/group';
import type { IncomingEvent } from '#db/events/eventIngest';
import { PickService } from '#serving/picks/picks';
import { inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { readDeeds } from '#db/selection/selectionInputs';
import { cycleEvents } from '#domain/events/facts';
import type { CustomerDeeds } from '#domain/selection/model/types';
import { eventsAreFinal } from '#test/support/finalEvents';
import { waitFor } from '#test/support/waitFor';
import { signUp } from '../api/fixtures';
import { ApiRig } from '../api/rig';

/** What clients say that customers did: it counts in the next pick, and once. */
const programId = 'test-toys';
let rig: ApiRig;
let service: PickService;
beforeAll(async () => {
  rig = await ApiRig.open();
  service = new PickService(rig.database.pool);
  service.start();
});
afterAll(async () => {
  await service.stop();
  await rig.close();
});

const ask = async (customerId: string) => (await service.of(programId, customerId, Date.now()))!;
const skus = (picks: { items: string[] }): string[] => picks.items.map((item) => JSON.parse(item).sku);
const event = (id: string, kind: string, sku: string, more: object = {}) => {
  const occurredAt = new Date().toISOString();
  return { id, kind, occurredAt, programId, sku, ...more };
};

async function send(events: object[], subject?: string): Promise<void> {
  const as = subject === undefined ? { role: 'service' as const } : { role: 'customer' as const, subject };
  expect(await rig.call('POST', '/v1/events', { ...as, key: null, body: { events } })).toMatchObject({ status: 200 });
}

async function revisionOf(customerId: string): Promise<number> {
  const { rows } = await rig.database.pool.query<{ revision: number }>(
    'SELECT coalesce(max(revision), 0) AS revision FROM customer_activity WHERE customer_id = $1',
    [customerId],
  );
  return rows[0]!.revision;
}

test('a swap that a client tells of makes what is kept stale, and counts in the next pick', async () => {
  await waitFor('a ranking to be kept', async () => (await ask('cus_swap')).layer === 'process' || undefined);
  const before = skus(await ask('cus_swap'));
  const away = before[0]!;
  await send([event('swap-1', 'swap', away)], 'cus_swap');
  const after = await waitFor('the ranking to be made anew', async () => {
    const picks = await ask('cus_swap');
    return picks.layer === 'process' && skus(picks)[0] === away ? undefined : skus(picks);
  });
  expect(after.length).toBeGreaterThan(0);
  expect(after).not.toContain(away);
});

test('a batch raises each customer once, and only for what is new and is a deed', async () => {
  const of = (customerId: string, ...events: ReturnType<typeof event>[]) =>
    events.map((each) => ({ ...each, customerId }));
  const batch = [
    ...of('cus_a', event('1', 'swap', 'toy-01'), event('2', 'skip', 'toy-02', { subscriptionId: 'sub_a' })),
    ...of('cus_b', event('1', 'view', 'toy-01'), event('2', 'click', 'toy-01')),
    ...of('cus_c', event('1', 'rate', 'toy-01', { data: { stars: 5 } }), event('2', 'view', 'toy-01')),
  ];
  await send(batch);
  const revisions = () => Promise.all(['cus_a', 'cus_b', 'cus_c'].map(revisionOf));
  expect(await revisions()).toEqual([1, 0, 1]);
  await send(batch);
  expect(await revisions()).toEqual([1, 0, 1]);
  await send([...batch, ...of('cus_a', event('3', 'return', 'toy-01'))]);
  expect(await revisions()).toEqual([2, 0, 1]);
});

test('processes that take events of the same customers in any order do not wait for each other', async () => {
  const customers = Array.from({ length: 40 }, (_, n) => `cus_many_${n}`);
  const processes = Array.from({ length: 4 }, () => batchWriter(rig.database.pool));
  await Promise.all(
    Array.from({ length: 16 }, (_, round) => {
      const events = customers.map((customerId): IncomingEvent => {
        const about = { programId, sku: 'toy-01', subscriptionId: null, sessionId: null, data: {} };
        return { ...about, id: `swap-${round}`, kind: 'swap', customerId, occurredAtMs: Date.now(), source: 'service' };
      });
      const inSomeOrder = round % 2 === 0 ? events : events.toReversed();
      return processes[round % processes.length]!([{ events: inSomeOrder, dead: [] }]);
    }),
  );
  expect(await rig.count('events', `customer_id LIKE 'cus_many_%'`)).toBe(16 * 40);
  expect(await revisionOf('cus_many_0')).toBe(16);
});

test('an act that Everbox recorded and the client tells of too is one deed, live and in training', async () => {
  const id = await signUp(rig, 'cus_both');
  const facts = { status: 'open' as const, sku: 'toy-01', skipped: false };
  const change = { cycle: 1, before: facts, after: { ...facts, sku: 'toy-02' }, revision: 2, atMs: Date.now() };
  const own = cycleEvents({ id, customerId: 'cus_both', programId }, change);
  await inTransaction(rig.database.pool, (tx) => recordEvents(tx, own));
  await send(
    [
      event('same', 'swap', 'toy-01', { subscriptionId: id, data: { cycle: 1, to: 'toy-02' } }),
      event('vague', 'swap', 'toy-01'),
      event('another', 'swap', 'toy-03'),
    ],
    'cus_both',
  );
  const expected = ['swappedAway toy-01', 'swappedAway toy-03'];
  const live = await readDeeds(rig.database.pool, 'cus_both', programId);
  expect(live.map(({ kind, sku }) => `${kind} ${sku}`).sort()).toEqual(expected);
  await eventsAreFinal(rig.database.pool);
  const trained: CustomerDeeds[] = [];
  for await (const customer of (await deedsFromPostgres(rig.database.pool)).stream(programId)) trained.push(customer);
  expect(trained.find(({ customerId }) => customerId === 'cus_both')!.deeds).toEqual(live);
});
