import { ScheduleNotFoundError } from '@temporalio/client';
import { endTestClock, readTestClock, type TestClock } from '#db/subscriptions/testClocks';
import { cohortScheduleId } from '#domain/ids';
import { testClockCohort } from '#workflows/schedules';
import type { ApiContext } from '#api/http/context';
import { endpoint } from '#api/http/endpoint';
import { noSuch } from '#usecases/noSuch';
import { idParams, isoOfMs, isoOrNull } from '#contract/common';
import { testClock } from '#contract/ops';

/** Removes the Schedule; the row stays, since its subscriptions keep their time. Removing it again changes nothing. */
export const deleteTestClock = endpoint({
  method: 'delete',
  path: '/v1/ops/test-clocks/{id}',
  tag: 'operator',
  summary: 'End a test clock: nothing opens cycles on it any more',
  access: ['operator'],
  params: idParams,
  responses: { 200: { description: 'Ended', schema: testClock } },
  problems: ['NotFound', 'Unavailable'],
  find: findClock,
  handler: async ({ db, temporal }, _request, { id, programId, clock }) => {
    // First the row: a sign-up that comes in between would wait for a Schedule that is gone.
    const endedAt = await endTestClock(db, id);
    await temporal.schedule
      .getHandle(cohortScheduleId(programId, testClockCohort(id)))
      .delete()
      .catch((error: unknown) => {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
      });
    const startedAt = isoOfMs(clock.originWallMs);
    return { status: 200, body: { id, programId, speed: clock.speed, startedAt, endedAt: isoOrNull(endedAt) } };
  },
});

async function findClock(
  { db }: ApiContext,
  { params }: { params: { id: string } },
): Promise<TestClock & { programId: string }> {
  const found = await readTestClock(db, params.id);
  if (!found || found.programId === null) throw noSuch('test clock', params.id);
  return { ...found, programId: found.programId };
}
