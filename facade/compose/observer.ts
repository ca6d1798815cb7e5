import type { Partner, Reading } from '../ports';

export interface Operation {
  partner: Partner;
  operation: string;
}

/** What the facade tells of itself. `facadeMetrics` makes metrics of it; a test can write it down. */
export interface FacadeObserver {
  /** A partner was asked, once per attempt. `timeout`: it did not answer in time; `fault`: any other failure. */
  called(call: Operation & { outcome: 'answered' | 'fault' | 'timeout'; durationMs: number }): void;
  /** A call that the partner never saw. */
  rejected(call: Operation & { reason: 'breakerOpen' | 'bulkheadFull' }): void;
  /** Told once at the start, so that a breaker that never moved is known to be closed. */
  breakerChanged(partner: Partner, state: BreakerState): void;
  /** A read was served, from wherever. */
  served(read: Operation & Pick<Reading<unknown>, 'ageMs' | 'source'>): void;
}

export type BreakerState = 'closed' | 'halfOpen' | 'open';

export const silentObserver: FacadeObserver = {
  called: () => {},
  rejected: () => {},
  breakerChanged: () => {},
  served: () => {},
};
