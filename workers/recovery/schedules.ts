import { type Client, ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';
import type { Queryable } from '#db/pool';
import { listPrograms } from '#db/catalog/programs';
import { listRunningClocks } from '#db/recovery/recovery';
import { testClockSchedule } from '#workflows/schedules';
import { wantedSchedules } from '../schedules';

/** Every Schedule that the rows ask for: of published programs, of events, and of test clocks that run. */
export async function expectedSchedules(db: Queryable, taskQueue: string): Promise<ScheduleOptions[]> {
  const programs = await listPrograms(db);
  const clocks = (await listRunningClocks(db)).flatMap(({ id, programId }) => {
    const program = programs.find((each) => each.id === programId);
    return program ? [testClockSchedule(id, program, taskQueue)] : [];
  });
  return [...wantedSchedules(programs, taskQueue), ...clocks];
}

/** Those of them that Temporal does not have. */
export async function missingSchedules(client: Client, expected: ScheduleOptions[]): Promise<ScheduleOptions[]> {
  const known = new Set<string>();
  for await (const { scheduleId } of client.schedule.list()) known.add(scheduleId);
  return expected.filter(({ scheduleId }) => !known.has(scheduleId));
}

/** Creates one; that it is there by now, or was all along and is not listed yet, is as good. */
export async function createSchedule(client: Client, schedule: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
