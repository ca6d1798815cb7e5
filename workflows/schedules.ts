import type { ScheduleOptions } from '@temporalio/client';
import { cohortScheduleId, shipmentCycleWorkflowId } from '../domain/ids';
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
