import type { ScheduleOptions } from '@temporalio/client';
import {
  cohortScheduleId,
  eventExportScheduleId,
  eventExportWorkflowId,
  eventRetentionScheduleId,
  eventRetentionWorkflowId,
  modelScheduleId,
  searchScheduleId,
  shipmentCycleWorkflowId,
} from '#domain/ids';
import { eventExportWorkflow } from './eventExport/messages';
import { eventRetentionWorkflow } from './eventRetention/messages';
import { modelRefreshWorkflow, type ModelRefreshInput } from './modelRefresh/messages';
import { programKey } from './searchAttributes';
import { searchRefreshWorkflow, type SearchRefreshInput } from './searchRefresh/messages';
import { shipmentCycleWorkflow, type ShipmentCycleInput } from './shipmentCycle/messages';

export interface Cohort {
  programId: string;
  cohort: string;
  everyMs: number;
  opensPerSecond: number;
  taskQueue: string;
}

type Action = ScheduleOptions['action'];
type Spec = ScheduleOptions['spec'];

/** Missed firings, after an outage, are not made up for: one run does all that is due. */
const notMadeUpFor = '1m';

/** A Schedule whose run that is still busy skips the next. */
function scheduleOf(
  scheduleId: string,
  spec: Spec,
  catchupWindow: string,
  action: Omit<Action, 'type'>,
): ScheduleOptions {
  return {
    scheduleId,
    spec,
    policies: { overlap: 'SKIP', catchupWindow },
    action: { type: 'startWorkflow', ...action },
  };
}

/** The Schedule of one program cohort. A run while another is busy would find the same subscriptions. */
export function cohortSchedule(cohort: Cohort): ScheduleOptions {
  const { programId, opensPerSecond, taskQueue } = cohort;
  const input: ShipmentCycleInput = { programId, cohort: cohort.cohort, opensPerSecond, after: null, opened: 0 };
  const spec = { intervals: [{ every: cohort.everyMs }] };
  return scheduleOf(cohortScheduleId(programId, cohort.cohort), spec, notMadeUpFor, {
    workflowType: shipmentCycleWorkflow,
    workflowId: shipmentCycleWorkflowId(programId, cohort.cohort),
    args: [input],
    taskQueue,
    typedSearchAttributes: [{ key: programKey, value: programId }],
    staticSummary: `opens due cycles of ${programId}, cohort ${cohort.cohort}`,
  });
}

/** A clock is only as fine as its Schedule: cycles shorter than this, in wall time, would be opened late. */
const testClockEveryMs = 1_000;

/** The cohort of all subscriptions on one test clock. */
export const testClockCohort = (testClockId: string): string => `clock-${testClockId}`;

/** The Schedule of a test clock's cohort. */
export function testClockSchedule(
  testClockId: string,
  program: { id: string; schedule: { opensPerSecond: number } },
  taskQueue: string,
): ScheduleOptions {
  const { opensPerSecond } = program.schedule;
  const cohort = testClockCohort(testClockId);
  return cohortSchedule({ programId: program.id, cohort, everyMs: testClockEveryMs, opensPerSecond, taskQueue });
}

/** The Schedule of the export of events. A run while another is busy would find it holding the lock. */
export function eventExportSchedule(taskQueue: string): ScheduleOptions {
  // Some minutes past the hour, when what was under way at its end has ended.
  const spec: Spec = { intervals: [{ every: '1h', offset: '5m' }] };
  return scheduleOf(eventExportScheduleId, spec, notMadeUpFor, {
    workflowType: eventExportWorkflow,
    workflowId: eventExportWorkflowId,
    args: [null],
    taskQueue,
    staticSummary: 'exports events to the warehouse',
  });
}

/** The Schedule of the upkeep of events. */
export function eventRetentionSchedule(taskQueue: string): ScheduleOptions {
  // Four times a day: partitions are made two weeks ahead, so that some failed runs do no harm.
  const spec: Spec = { intervals: [{ every: '6h', offset: '20m' }] };
  return scheduleOf(eventRetentionScheduleId, spec, notMadeUpFor, {
    workflowType: eventRetentionWorkflow,
    workflowId: eventRetentionWorkflowId,
    args: [],
    taskQueue,
    staticSummary: 'makes and drops days of events',
  });
}

/** The Schedule of a program's searches. A run while another is busy would do the same. */
export function searchSchedule(programId: string, taskQueue: string): ScheduleOptions {
  const input: SearchRefreshInput = { programId };
  // What sells out in between asks for live answers, which are good too: more often would cost more than it saves.
  const spec: Spec = { intervals: [{ every: '10m' }], jitter: '1m' };
  return scheduleOf(searchScheduleId(programId), spec, notMadeUpFor, {
    workflowType: searchRefreshWorkflow,
    workflowId: searchScheduleId(programId),
    args: [input],
    taskQueue,
    typedSearchAttributes: [{ key: programKey, value: programId }],
    staticSummary: `works searches of ${programId} out ahead`,
  });
}

/** The Schedule of a program's model. A run while another is busy would learn from the same events. */
export function modelSchedule(programId: string, everyHours: number, taskQueue: string): ScheduleOptions {
  const input: ModelRefreshInput = { programId };
  const spec: Spec = { intervals: [{ every: `${everyHours}h` }], jitter: '10m' }; // programs take turns, rather than all at midnight
  // A missed firing is made up for once within a day: a model that is a day older is no reason to train twice.
  return scheduleOf(modelScheduleId(programId), spec, '1 day', {
    workflowType: modelRefreshWorkflow,
    // Temporal appends the time of the firing: one refresh per firing, whose ID is what publishes once.
    workflowId: modelScheduleId(programId),
    args: [input],
    taskQueue,
    typedSearchAttributes: [{ key: programKey, value: programId }],
    staticSummary: `refreshes the selection model of ${programId}`,
  });
}
