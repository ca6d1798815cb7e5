import {
  type Client,
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  type ScheduleOptions,
  ServiceError,
} from '@temporalio/client';
import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import type { Program } from '#domain/program/types';
import { learningOf } from '#domain/program/learning';
import {
  cohortSchedule,
  eventExportSchedule,
  eventRetentionSchedule,
  modelSchedule,
  searchSchedule,
} from '#workflows/schedules';
import { minuteMs } from '#domain/time';

/** gRPC's INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED: the same question has the same answer. */
const hopeless = new Set([3, 7, 12, 16]);
const mayPass = ({ cause }: ServiceError): boolean => !(isGrpcServiceError(cause) && hopeless.has(cause.code));

/**
 * A Schedule is a workflow of Temporal's own, which an update first asks for its state. After a server was killed in the
 * middle of that workflow's task, nobody answers until the task has timed out: the question fails then (`context deadline
 * exceeded`), which the client does not ask again by itself, and succeeds a moment later.
 */
const whileTemporalRecovers = retry(handleType(ServiceError, mayPass), {
  maxAttempts: 8,
  backoff: new ExponentialBackoff({ initialDelay: 200, maxDelay: 5_000 }),
});

/**
 * One Temporal Schedule per program cohort, one per model and one per search, as the programs now say, and those of the
 * events. Safe to run again: an existing Schedule takes the new interval and rate, and keeps what ops did to it (a pause, a note).
 */
export async function ensureSchedules(client: Client, programs: Program[], taskQueue: string): Promise<number> {
  const wanted = wantedSchedules(programs, taskQueue);
  for (const schedule of wanted) await whileTemporalRecovers.execute(() => ensureSchedule(client, schedule));
  return wanted.length;
}

/** What `ensureSchedules` makes. */
export function wantedSchedules(programs: Program[], taskQueue: string): ScheduleOptions[] {
  const wanted = programs.flatMap((program) =>
    Array.from({ length: program.schedule.cohorts }, (_, cohort) =>
      cohortSchedule({
        programId: program.id,
        cohort: String(cohort),
        everyMs: program.schedule.everyMinutes * minuteMs,
        opensPerSecond: program.schedule.opensPerSecond,
        taskQueue,
      }),
    ),
  );
  wanted.push(...programs.map((program) => modelSchedule(program.id, learningOf(program).everyHours, taskQueue)));
  wanted.push(...programs.map((program) => searchSchedule(program.id, taskQueue)));
  wanted.push(eventExportSchedule(taskQueue), eventRetentionSchedule(taskQueue));
  return wanted;
}

async function ensureSchedule(client: Client, schedule: ScheduleOptions): Promise<void> {
  try {
    await client.schedule.create(schedule);
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await client.schedule
      .getHandle(schedule.scheduleId)
      .update(({ state }) => ({ ...schedule, action: schedule.action, state }));
  }
}
