import type { DemoTarget } from '../demo/options';

export interface BurstOptions {
  orders: number;
  couriers: number;
  /** Chance that a courier declines an offer, and that one falls silent during a job. */
  declines: number;
  vanishes: number;
  /** For this long in the middle of the burst the transportation partner does not answer, s; 0: never. */
  transportDownSeconds: number;
  /** All orders are placed within this, s. */
  withinSeconds: number;
  programId: string;
  /** The same seed gives the same doors, and couriers who answer the same offers in the same way. */
  seed: number;
  /** Wall s after which orders that are still open count as lost. */
  limitSeconds: number;
}

export interface BurstTarget extends DemoTarget {
  /** Where the burst's zone is published, its stations stocked, and the decision log read. */
  databaseUrl: string;
}
