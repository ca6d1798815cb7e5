import type { DispatchMemory } from './types';

/** A bundle that a courier is to be told now. Times are what the dispatcher expects, ms. */
export interface Assignment {
  courierId: string;
  stationId: string;
  /** In drop-off order. */
  orderIds: string[];
  pickupAtMs: number;
  /** One per order. */
  dropoffAtMs: number[];
  /** When the courier is free again, at the last drop-off. */
  freeAtMs: number;
  explanation: Explanation;
}

/** Why this courier, why together, why now. Costs are ms of delay, aged and weighed as the options say. */
export interface Explanation {
  /** The reasons in a sentence each, for people. */
  reasons: string[];
  courier: {
    travelMs: number;
    /** What the bundle costs with this courier: its orders' delay, and what the courier is missed elsewhere. */
    costMs: number;
    /** The next best courier for the same bundle, and how much dearer (negative: cheaper alone, dearer for the whole plan). */
    nextBest: { courierId: string; costMs: number } | null;
    /** Couriers who could have had it. */
    candidates: number;
  };
  /** Only for several orders: what they would cost one by one with whoever is best for each; null when nobody is. */
  bundle: { apartMs: number | null } | null;
  /** How long the courier could have waited without delaying the pickup, ms. */
  slackMs: number;
  /** Delay of each order over the earliest possible drop-off, ms. */
  delayMs: number[];
}

/** An idle courier who should wait for orders at another station. Not binding: there is no order in it yet. */
export interface Move {
  courierId: string;
  stationId: string;
  arrivesAtMs: number;
  /** Delay of expected orders that it saves, ms. */
  savesMs: number;
}

/**
 * `NoCourier`: no shift is running or announced. `AllDeclined`: everybody who could has declined. `OffDutyBefore`:
 * nobody can pick it up before their shift ends. `CapacityTaken`: somebody could, but is needed more for other orders.
 */
export type UnservedReason = 'NoCourier' | 'AllDeclined' | 'OffDutyBefore' | 'CapacityTaken';

export interface Unserved {
  orderId: string;
  reason: UnservedReason;
}

export interface DispatchDecision {
  assignments: Assignment[];
  moves: Move[];
  /** Orders that nobody can serve as things stand. They stay open: a shift may begin. */
  unserved: Unserved[];
  memory: DispatchMemory;
}
