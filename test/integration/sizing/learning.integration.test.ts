import { trainCandidate } from '#activities/model/trainCandidate';
import { inTransaction } from '#db/pool';
import { recordEvents } from '#db/events/events';
import { publishModel } from '#db/selection/modelPublishing';
import { hadItems } from '../selection/learning';
import { WearRig } from './rig';

let rig: WearRig;
beforeAll(async () => {
  rig = await WearRig.open();
});
afterAll(() => rig.close());

const programId = 'test-wear';
const me = 'cus_learning';

/** Trains on all events, and puts the model in charge. */
async function learn(refreshId: string): Promise<number> {
  const { version } = await trainCandidate()(
    rig.db,
    { programId, refreshId },
    () => undefined,
    new AbortController().signal,
  );
  if (version === null) throw new Error('nothing was learned');
  const publication = { programId, version, previousVersion: null, actor: 'test', reason: 'test' };
  await inTransaction(rig.db, (tx) => publishModel(tx, publication));
  return version;
}

test('who had a thing in S and wears M is offered in M what others took in L after it in L', async () => {
  const pairs = [
    ['style-09-L', 'style-07-L'],
    ['style-10-L', 'style-06-L'],
  ];
  await hadItems(
    rig.db,
    programId,
    Array.from({ length: 120 }, (_, n) => pairs[n % 2]!),
  );
  const had = { kind: 'deliver' as const, customerId: me, programId, sku: 'style-09-S', data: {} };
  const event = { id: 'before', subscriptionId: null, sessionId: null, occurredAtMs: Date.now() - 86_400_000, ...had };
  await inTransaction(rig.db, (tx) => recordEvents(tx, [event]));
  await rig.fits(me, { 'style-08-M': 'good', 'style-05-M': 'good', 'style-04-L': 'tooLarge' });
  const version = await learn('refresh-1');

  const call = rig.as(me);
  const { body } = await call('GET', `/v1/programs/${programId}/picks`);
  expect(body.modelVersion).toBe(version);
  const find = (sku: string) => body.items.find((each: { sku: string }) => each.sku === sku);
  expect(find('style-07-M').parts.companions).toBeGreaterThan(0);
  expect(find('style-07-M').reason).toContain('customers who got Thing number 9 also kept it');
  expect(find('style-06-M').parts.companions).toBe(0);
});
