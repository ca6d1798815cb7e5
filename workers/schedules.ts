import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import type { Program } from '../domain/program/types';
import { cohortSchedule } from '../workflows/schedules';

/**
 * One Temporal Schedule per program cohort, as the programs now say. Safe to run again: an existing Schedule takes the
 * new interval and rate, and keeps what ops did to it (a pause, a note).
 */
export async function ensureSchedules(client: Client, programs: Program[], taskQueue: string): Promise<number> {
  const wanted = programs.flatMap((program) =>
    Array.from({ length: program.schedule.cohorts }, (_, cohort) =>
      cohortSchedule({
        programId: program.id,
        cohort: String(cohort),
        everyMs: program.schedule.everyMinutes * 60_000,
        opensPerSecond: program.schedule.opensPerSecond,
        taskQueue,
      }),
    ),
  );
  for (const schedule of wanted) {
    try {
      await client.schedule.create(schedule);
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      await client.schedule
        .getHandle(schedule.scheduleId)
        .update(({ state }) => ({ ...schedule, action: schedule.action, state }));
    }
  }
  return wanted.length;
}
