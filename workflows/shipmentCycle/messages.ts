export const shipmentCycleWorkflow = 'shipmentCycle';

/** One run of one cohort; started by its Schedule. */
export interface ShipmentCycleInput {
  programId: string;
  cohort: string;
  /** Cap of the rate of opens, in signals a second. */
  opensPerSecond: number;
  /** Where a continued run goes on: due time (wall, ms) and ID of the last subscription that was signalled. */
  after: DueCursor | null;
  opened: number;
}

export interface DueCursor {
  nextOpenWallAtMs: number;
  subscriptionId: string;
}

export interface ShipmentCycleResult {
  /** Subscriptions that were signalled; a subscription may ignore a repeat. */
  opened: number;
}
