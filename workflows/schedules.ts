import type { ScheduleOptions } from '@temporalio/client';
import {
  cohortScheduleId,
  eventExportScheduleId,
  eventExportWorkflowId,
  eventRetentionScheduleId,
  eventRetentionWorkflowId,
  modelScheduleId,
  shipmentCycleWorkflowId,
} from '../domain/ids';
import { eventExportWorkflow } from './eventExport/messages';
import { eventRetentionWorkflow } from './eventRetention/messages';
import { modelRefreshWorkflow, type ModelRefreshInput } from './modelRefresh/messages';
import { programKey } from './searchAttributes';
import { shipmentCycleWorkflow, type ShipmentCycleInput } from './shipmentCycle/messages';

export interface Cohort {
  programId: string;
  cohort: string;
  everyMs: number;
  opensPerSecond: number;
  taskQueue: string;
}

/** The Schedule of one program cohort. A run that is still busy skips the next: it would find the same subscriptions. */
export function cohortSchedule(cohort: Cohort): ScheduleOptions {
  const { programId, opensPerSecond, taskQueue } = cohort;
  const input: ShipmentCycleInput = { programId, cohort: cohort.cohort, opensPerSecond, after: null, opened: 0 };
  return {
    scheduleId: cohortScheduleId(programId, cohort.cohort),
    spec: { intervals: [{ every: cohort.everyMs }] },
    policies: {
      overlap: 'SKIP',
      // Missed firings, after an outage, are not made up for: one run opens all that is due.
      catchupWindow: '1m',
    },
    action: {
      type: 'startWorkflow',
      workflowType: shipmentCycleWorkflow,
      workflowId: shipmentCycleWorkflowId(programId, cohort.cohort),
      args: [input],
      taskQueue,
      typedSearchAttributes: [{ key: programKey, value: programId }],
      staticSummary: `opens due cycles of ${programId}, cohort ${cohort.cohort}`,
    },
  };
}

/** The Schedule of the export of events. A run that is still busy skips the next, which would find it holding the lock. */
export function eventExportSchedule(taskQueue: string): ScheduleOptions {
  return {
    scheduleId: eventExportScheduleId,
    // Some minutes past the hour, when what was under way at its end has ended.
    spec: { intervals: [{ every: '1h', offset: '5m' }] },
    // Missed firings are not made up for: one run exports all that is there.
    policies: { overlap: 'SKIP', catchupWindow: '1m' },
    action: {
      type: 'startWorkflow',
      workflowType: eventExportWorkflow,
      workflowId: eventExportWorkflowId,
      args: [null],
      taskQueue,
      staticSummary: 'exports events to the warehouse',
    },
  };
}

/** The Schedule of the upkeep of events. */
export function eventRetentionSchedule(taskQueue: string): ScheduleOptions {
  return {
    scheduleId: eventRetentionScheduleId,
    // Four times a day: partitions are made two weeks ahead, so that some failed runs do no harm.
    spec: { intervals: [{ every: '6h', offset: '20m' }] },
    policies: { overlap: 'SKIP', catchupWindow: '1m' },
    action: {
      type: 'startWorkflow',
      workflowType: eventRetentionWorkflow,
      workflowId: eventRetentionWorkflowId,
      args: [],
      taskQueue,
      staticSummary: 'makes and drops days of events',
    },
  };
}

/** The Schedule of a program's model. A run that is still busy skips the next, which would learn from the same events. */
export function modelSchedule(programId: string, everyHours: number, taskQueue: string): ScheduleOptions {
  const input: ModelRefreshInput = { programId };
  return {
    scheduleId: modelScheduleId(programId),
    spec: { intervals: [{ every: `${everyHours}h` }], jitter: '10m' }, // programs take turns, rather than all at midnight
    // A missed firing is made up for once within a day: a model that is a day older is no reason to train twice.
    policies: { overlap: 'SKIP', catchupWindow: '1 day' },
    action: {
      type: 'startWorkflow',
      workflowType: modelRefreshWorkflow,
      // Temporal appends the time of the firing: one refresh per firing, whose ID is what publishes once.
      workflowId: modelScheduleId(programId),
      args: [input],
      taskQueue,
      typedSearchAttributes: [{ key: programKey, value: programId }],
      staticSummary: `refreshes the selection model of ${programId}`,
    },
  };
}
