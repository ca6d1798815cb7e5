import { minuteMs } from '../time';

/** The dispatcher's trade-offs. The defaults were measured: docs/decisions/0013-dispatch.md. */
export interface DispatchOptions {
  /**
   * The delay that counts twice: a delay of `d` costs `d + d * d / ageingMs`. So one order that waits long is worth more
   * than several that wait a little, and none starves.
   */
  ageingMs: number;
  /**
   * The delay from which an order is starving: what is beyond it counts by its fourth power as well. Where orders come
   * faster than they can be brought, the square alone lets one that takes long wait for as long as that lasts.
   */
  starvingMs: number;
  /** Extra cost of a millisecond past the promised instant. */
  lateWeight: number;
  /** How far ahead orders that nobody placed yet are reckoned with, and in how many steps. */
  horizonMs: number;
  slots: number;
  /** What those expected orders weigh against the known ones; 0 looks at known orders only. */
  expectedWeight: number;
  /** Couriers that are tried for an order, at most; bounds the effort where a zone has hundreds. */
  candidates: number;
  /** Search effort. Counted, not timed, so that the same state always gives the same decision. */
  iterationsPerOrder: number;
  leastIterations: number;
  mostIterations: number;
  /** The most orders priced in one search; what keeps a decision short when hundreds wait. */
  mostPriced: number;
  seed: number;
  /** Whether idle couriers may be sent to where orders are expected. */
  moves: boolean;
}

export const defaultOptions: DispatchOptions = {
  ageingMs: 8 * minuteMs,
  starvingMs: 40 * minuteMs,
  lateWeight: 1,
  horizonMs: 30 * minuteMs,
  slots: 2,
  expectedWeight: 0.5,
  candidates: 20,
  iterationsPerOrder: 12,
  leastIterations: 40,
  mostIterations: 600,
  mostPriced: 400_000,
  seed: 1,
  moves: true,
};
