import type { DispatchOptions } from './options';

/**
 * One decision's data as numbers: couriers, orders and stations by index, times in ms, travel times in tables (row by
 * row). Made once per decision, since the search asks for each of them thousands of times.
 */
export interface Problem {
  nowMs: number;
  orderCount: number;
  courierCount: number;
  stationCount: number;
  stationIds: string[];
  readyMs: Float64Array;
  dueMs: Float64Array;
  /** The drop-off if a courier waited at the counter when the order is ready: nobody can be earlier. */
  boundMs: Float64Array;
  /** How much a millisecond of the order's delay counts. */
  weight: Float64Array;
  stationOf: Int32Array;
  startMs: Float64Array;
  offMs: Float64Array;
  /** The most orders carried at once; Infinity where there is no limit. */
  capacity: Float64Array;
  /** 1 where an order must not go to a courier, row per order. */
  excluded: Uint8Array;
  courierToStation: Float64Array;
  orderToStation: Float64Array;
  orderToOrder: Float64Array;
  stationToOrder: Float64Array;
  /** The couriers worth trying for each order. */
  candidates: Int32Array[];
  halfPickupMs: number;
  halfDropoffMs: number;
  options: DispatchOptions;
  /** What couriers are worth for orders to come; absent while a first plan is made. */
  coverage?: Coverage;
}

/**
 * What couriers are worth where and when they are free next. For each step of the horizon and each station: how far the
 * nearest and the second nearest courier are then. A courier is worth what the expected orders of its stations would
 * wait longer if it were not there; at the end of a route, what it would save those that others serve worse.
 */
export interface Coverage {
  slots: number;
  slotMs: number;
  /** Minutes until the nearest, and the second nearest, courier can be at a station; row per slot. */
  nearest: Float64Array;
  second: Float64Array;
  /** The stations to which a courier is the nearest, per courier and slot. */
  nearestTo: number[][];
  /** Expected orders per ms of each station, weighted; and the expected delay of an order by a courier's reach. */
  rates: Float64Array;
  delays: Float64Array;
  /** Value at an order's destination by slot and wait; -1 where it was not asked for yet. */
  values: Float64Array;
  idleValue: Float64Array;
}
