import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import type { Program } from '../domain/program/types';
import { learningOf } from '../domain/program/learning';
import {
  cohortSchedule,
  eventExportSchedule,
  eventRetentionSchedule,
  modelSchedule,
  searchSchedule,
} from '../workflows/schedules';

/**
 * One Temporal Schedule per program cohort, one per model and one per search, as the programs now say, and those of the
 * events. Safe to run again: an existing Schedule takes the new interval and rate, and keeps what ops did to it (a pause, a note).
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
  wanted.push(...programs.map((program) => modelSchedule(program.id, learningOf(program).everyHours, taskQueue)));
  wanted.push(...programs.map((program) => searchSchedule(program.id, taskQueue)));
  wanted.push(eventExportSchedule(taskQueue), eventRetentionSchedule(taskQueue));
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
