import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { cohortScheduleId } from '#domain/ids';
import { ensureSchedules } from '#workers/schedules';

import { toyProgram } from '#test/support/toyProgram';
import { testTemporalAddress } from '#test/support/database';

/** Each Schedule is a workflow that Temporal's own worker has to start and to update, beside other tests. */
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const program = toyProgram({ id: `scheduled-toys-${randomUUID().slice(0, 8)}` });
const cohortId = cohortScheduleId(program.id, '0');

let connection: Connection;
let client: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: testTemporalAddress() });
  client = new Client({ connection });
});
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  for await (const { scheduleId } of client.schedule.list())
    if (scheduleId.includes(program.id)) await client.schedule.getHandle(scheduleId).delete();
  await connection.close();
});

const ensure = (changed = program) => ensureSchedules(client, [changed], `nobody-${program.id}`);
const cohort = () => client.schedule.getHandle(cohortId).describe();

/** Temporal answers so as often as it is asked for a Schedule; unless told, as when its workflow task was lost with a killed server. */
function failDescriptions(times: number, code = 4, details = 'context deadline exceeded') {
  const describe = connection.workflowService.describeSchedule.bind(connection.workflowService);
  let failed = 0;
  vi.spyOn(connection.workflowService, 'describeSchedule').mockImplementation(async (request) => {
    if (failed === times) return describe(request);
    failed += 1;
    throw Object.assign(new Error(`${code}: ${details}`), { code, details, metadata: { get: () => [] } });
  });
  return () => failed;
}

test('a Schedule that is there takes the new interval, and keeps what ops did to it', async () => {
  await ensure();
  await client.schedule.getHandle(cohortId).pause('held back by ops');
  const everyMinutes = program.schedule.everyMinutes + 7;
  await ensure({ ...program, schedule: { ...program.schedule, everyMinutes } });
  const { spec, state } = await cohort();
  expect(spec.intervals).toMatchObject([{ every: everyMinutes * 60_000 }]);
  expect(state).toMatchObject({ paused: true, note: 'held back by ops' });
});

test('a Schedule that does not answer for a while, after its server was killed, is asked again', async () => {
  await ensure();
  const failed = failDescriptions(3);
  const everyMinutes = program.schedule.everyMinutes + 3;
  await ensure({ ...program, schedule: { ...program.schedule, everyMinutes } });
  expect(failed()).toBe(3);
  expect((await cohort()).spec.intervals).toMatchObject([{ every: everyMinutes * 60_000 }]);
});

test('what asking again does not mend is asked once', async () => {
  await ensure();
  const failed = failDescriptions(5, 7, 'request unauthorized');
  await expect(ensure()).rejects.toMatchObject({ cause: { details: 'request unauthorized' } });
  expect(failed()).toBe(1);
});
