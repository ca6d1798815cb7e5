import type { Database } from '#db/pool';

/** Of one refresh of one program's models. */
export interface TrainingRequest {
  programId: string;
  refreshId: string;
}

/** A candidate that is stored, or why there is none. */
export type TrainingOutcome = { version: number } | { version: null; reason: string };

/**
 * Trains one program's candidate and stores it. `report` says how many customers were read, often enough to count as a
 * heartbeat. Rejects soon after `signal` is aborted.
 */
export type TrainModel = (
  db: Database,
  request: TrainingRequest,
  report: (customers: number) => void,
  signal: AbortSignal,
) => Promise<TrainingOutcome>;
