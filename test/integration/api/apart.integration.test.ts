import { namespaceIdOf } from '#api/http/readiness';
import { recordStorage, rememberStorage } from '#db/recovery/storageIdentity';
import { waitFor } from '#test/support/waitFor';
import { ApiRig } from './rig';

let rig: ApiRig;
beforeAll(async () => {
  rig = await ApiRig.open();
});
afterAll(() => rig.close());

/** What readiness says, once it believes no earlier answer any more. */
const ready = (status: number, detail?: string) =>
  waitFor(`readiness to be ${status}`, async () => {
    const answer = await rig.call('GET', '/readyz');
    return answer.status === status && answer.body.detail === detail ? true : undefined;
  });

const lost =
  'Temporal has another namespace than the rows were written with: workflows are missing; run "everbox recover"';
const setBack =
  'Postgres was restored, copied or failed over: rows may be older than their workflows; run "everbox recover"';

test('readiness and attention notice a lost Temporal and a Postgres that was set back, until both are recorded anew', async () => {
  const { pool } = rig.database;
  await ready(200);
  const namespaceId = await namespaceIdOf(rig.temporal);
  await rememberStorage(pool, 'another namespace');
  await rememberStorage(pool, namespaceId); // the first stands
  await ready(503, lost);
  const attention = await rig.call('GET', '/v1/ops/attention', { role: 'operator' });
  expect(attention.body.notices).toEqual([lost]);
  await recordStorage(pool, namespaceId);
  await ready(200);
  await pool.query(`UPDATE storage_identity SET database_id = 'another database'`);
  await ready(503, setBack);
  await recordStorage(pool, namespaceId);
  await ready(200);
});
