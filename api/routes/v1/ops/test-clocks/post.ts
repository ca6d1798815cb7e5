import { ScheduleAlreadyRunning } from '@temporalio/client';
import { z } from 'zod';
import { insertTestClock } from '#db/subscriptions/testClocks';
import { testClockSchedule } from '#workflows/schedules';
import { endpoint } from '#api/http/endpoint';
import { stagedId } from '#usecases/newIds';
import { Problem } from '#api/http/problems';
import { requireProgram } from '#usecases/subscriptions/programRules';
import { identifier, isoOrNull, isoOfMs } from '#contract/common';
import { speedMeaning, testClock } from '#contract/ops';

/**
 * Starts a business clock that runs faster than the wall, with a Schedule for its cohort. Row and Schedule have IDs
 * that derive from the request, so a retry after a failure in between completes the first try.
 */
export const createTestClock = endpoint({
  method: 'post',
  path: '/v1/ops/test-clocks',
  tag: 'operator',
  summary: 'Start a test clock',
  access: ['operator'],
  body: z.strictObject({ programId: identifier, speed: z.number().min(1).max(10_000_000).describe(speedMeaning) }),
  responses: { 201: { description: 'Runs from now on', schema: testClock } },
  problems: ['TestClocksDisabled', 'Unavailable'],
  idempotent: true,
  handler: async ({ db, temporal, taskQueue, settings, now, attempt }, { body, updateId }) => {
    if (!settings.testClocks) throw new Problem('TestClocksDisabled', 'this environment runs on the wall clock only');
    const program = await requireProgram(db, body.programId);
    const { id: programId } = program;
    attempt.mayTakePlace(); // the clock runs from its row on
    const { id, clock, endedAt } = await insertTestClock(db, stagedId('clk', updateId), programId, now(), body.speed);
    await temporal.schedule.create(testClockSchedule(id, program, taskQueue)).catch((error: unknown) => {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    });
    const startedAt = isoOfMs(clock.originWallMs);
    return { status: 201, body: { id, programId, speed: clock.speed, startedAt, endedAt: isoOrNull(endedAt) } };
  },
});
