import { defineSignal } from '@temporalio/workflow';

export const zoneDispatchWorkflow = 'zoneDispatch';

/** One zone's dispatcher: started by the first open delivery (signal with start), runs batches until the zone is idle. */
export interface ZoneDispatchInput {
  zoneId: string;
}

/** A delivery was opened, a courier came or a courier was lost: batch now rather than at the next tick. */
export const zoneChanged = defineSignal<[]>('zoneChanged');
