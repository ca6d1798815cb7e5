/**
 * The dispatcher's words. All times are milliseconds on one clock; `P` is whatever the caller's geometry understands as
 * a place (metres on a plane, latitude and longitude). Nothing here knows Temporal, Postgres or a partner.
 */
export interface Geometry<P> {
  /** Time that a courier needs from one place to another, ms; never negative. */
  travelMs(from: P, to: P): number;
}

/** A courier whose shift is running or announced. One who vanished, or is thinking about an offer, is left out. */
export interface DispatchCourier<P> {
  id: string;
  /** Where the courier is free next: the last drop-off of what was committed, or where the shift starts. */
  place: P;
  /** When: the end of what was committed, or the start of the shift; a time that passed means now. */
  freeAtMs: number;
  /** No pickup after this instant; a delivery may end after it. */
  offDutyAtMs: number;
  /** The most orders carried at once. */
  capacity: number;
  /** The station to which an earlier decision has moved the courier, while that stands. */
  headedFor?: string | null;
}

/** An order that no courier was told to deliver yet. */
export interface DispatchOrder<P> {
  id: string;
  stationId: string;
  station: P;
  destination: P;
  placedAtMs: number;
  /** The station's estimate of when it can be picked up. */
  readyAtMs: number;
  /** The instant promised to the customer. */
  dueAtMs: number;
  /** 0 is ordinary; an order of priority 1 counts twice as much as one of 0, of priority 2 three times. */
  priority?: number;
  /** Couriers who declined this order, or let an offer of it pass: it is not offered to them. */
  declinedBy?: readonly string[];
}

export interface DispatchStation<P> {
  id: string;
  place: P;
}

export interface ServiceTimes {
  /** Time at the station's counter, ms; half of it before the pickup and half after. */
  pickupMs: number;
  /** Time at the customer's door, ms; half of it before the drop-off and half after. */
  dropoffMs: number;
}

/** What the day taught about demand; its size depends on the number of stations only. */
export interface DemandMemory {
  asOfMs: number;
  orders: number;
  ordersOfStation: Record<string, number>;
  /** Orders by whole minutes from placement to readiness; the last bin holds all that took longer. */
  leadMinutes: number[];
  /** An average that fades. */
  ordersPerMinute: number;
  /** The open orders of the last decision: they were counted. */
  counted: string[];
}

/**
 * What one decision hands to the next; survives JSON. A hint and no promise: it may be lost, and may be out of date.
 * Bounded by the open orders and the stations, so it does not grow over a day.
 */
export interface DispatchMemory {
  /** The tentative plan: per courier the bundles to come, each in drop-off order. */
  plan: Record<string, string[][]>;
  demand: DemandMemory;
}

export interface DispatchState<P> {
  couriers: readonly DispatchCourier<P>[];
  orders: readonly DispatchOrder<P>[];
  service: ServiceTimes;
  /** Where orders may come from later; without them, only the stations of open orders count. */
  stations?: readonly DispatchStation<P>[];
  memory?: DispatchMemory;
}
