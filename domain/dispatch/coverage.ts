import { farMinutes } from './demand';
import type { Coverage, Problem } from './problem';
import { minuteMs } from '../time';

/** Waits that are told apart in the table of values, whole minutes. */
const waits = 91;

/** Where and when each courier's planned route ends; `order` -1 is where it stands. */
export interface RouteEnds {
  atMs: Float64Array;
  order: Int32Array;
}

export function buildCoverage(problem: Problem, ends: RouteEnds, rates: Float64Array, delays: Float64Array): Coverage {
  const { courierCount, stationCount, orderCount, options } = problem;
  const { slots, horizonMs } = options;
  const coverage: Coverage = {
    slots,
    slotMs: horizonMs / slots,
    nearest: new Float64Array(slots * stationCount).fill(farMinutes),
    second: new Float64Array(slots * stationCount).fill(farMinutes),
    nearestTo: Array.from({ length: courierCount * slots }, () => []),
    rates,
    delays,
    values: new Float64Array(orderCount * slots * waits).fill(-1),
    idleValue: new Float64Array(courierCount),
  };
  for (let slot = 0; slot < slots; slot += 1) rankCouriers(problem, coverage, ends, slot);
  for (let courier = 0; courier < courierCount; courier += 1) {
    coverage.idleValue[courier] = courierValue(problem, coverage, courier, -1, problem.startMs[courier]!);
  }
  return coverage;
}

function rankCouriers(problem: Problem, coverage: Coverage, ends: RouteEnds, slot: number): void {
  const { courierCount, stationCount } = problem;
  const { nearest, second } = coverage;
  const owner = new Int32Array(stationCount).fill(-1);
  const atMs = slotTime(problem, coverage, slot);
  for (let courier = 0; courier < courierCount; courier += 1) {
    const order = ends.order[courier]!;
    const travel = order < 0 ? problem.courierToStation : problem.orderToStation;
    const row = (order < 0 ? courier : order) * stationCount;
    const waitMs = Math.max(0, ends.atMs[courier]! - atMs);
    for (let station = 0; station < stationCount; station += 1) {
      const reachMs = waitMs + travel[row + station]!;
      if (atMs + reachMs > problem.offMs[courier]!) continue;
      const reach = Math.min(farMinutes, Math.round(reachMs / minuteMs));
      const cell = slot * stationCount + station;
      if (reach < nearest[cell]!) {
        second[cell] = nearest[cell]!;
        nearest[cell] = reach;
        owner[station] = courier;
      } else if (reach < second[cell]!) second[cell] = reach;
    }
  }
  owner.forEach((courier, station) => {
    if (courier >= 0) coverage.nearestTo[courier * coverage.slots + slot]!.push(station);
  });
}

/** The middle of a slot stands for all of it. */
const slotTime = ({ nowMs }: Problem, { slotMs }: Coverage, slot: number): number => nowMs + (slot + 0.5) * slotMs;

/** Worth (ms of delay saved) of a courier that is free at `freeMs` where `order` goes, or where it stands for -1. */
export function courierValue(
  problem: Problem,
  coverage: Coverage,
  courier: number,
  order: number,
  freeMs: number,
): number {
  const travel = order < 0 ? problem.courierToStation : problem.orderToStation;
  const row = (order < 0 ? courier : order) * problem.stationCount;
  return valueFrom(problem, coverage, courier, travel, row, order, freeMs);
}

/** The same for any place, given its travel times to the stations (from `row` on). */
export function valueFrom(
  problem: Problem,
  coverage: Coverage,
  courier: number,
  travel: Float64Array,
  row: number,
  order: number,
  freeMs: number,
): number {
  const offMs = problem.offMs[courier]!;
  let total = 0;
  for (let slot = 0; slot < coverage.slots; slot += 1) {
    const atMs = slotTime(problem, coverage, slot);
    if (atMs > offMs || freeMs > offMs) break;
    const wait = Math.min(waits - 1, Math.max(0, Math.round((freeMs - atMs) / minuteMs)));
    const cell = order < 0 ? -1 : (order * coverage.slots + slot) * waits + wait;
    let value = cell < 0 ? -1 : coverage.values[cell]!;
    if (value < 0) {
      value = savedByOneMore(problem, coverage, slot, travel, row, wait);
      if (cell >= 0) coverage.values[cell] = value;
    }
    total += (value + savedByItself(problem, coverage, courier, slot, travel, row, wait)) * coverage.slotMs;
  }
  return total;
}

/** Delay saved per ms of the slot by one more courier at that place. */
function savedByOneMore(
  { stationCount }: Problem,
  { nearest, rates, delays }: Coverage,
  slot: number,
  travel: Float64Array,
  row: number,
  wait: number,
): number {
  let value = 0;
  for (let station = 0; station < stationCount; station += 1) {
    const reach = Math.min(farMinutes, wait + Math.round(travel[row + station]! / minuteMs));
    const best = nearest[slot * stationCount + station]!;
    if (reach < best) value += rates[station]! * (delays[best]! - delays[reach]!);
  }
  return value;
}

/** What `savedByOneMore` misses where the courier itself is the nearest: without it, the second nearest is. */
function savedByItself(
  { stationCount }: Problem,
  coverage: Coverage,
  courier: number,
  slot: number,
  travel: Float64Array,
  row: number,
  wait: number,
): number {
  const { nearest, second, rates, delays } = coverage;
  const stations = coverage.nearestTo[courier * coverage.slots + slot]!;
  let value = 0;
  for (let i = 0; i < stations.length; i += 1) {
    const station = stations[i]!;
    const reach = Math.min(farMinutes, wait + Math.round(travel[row + station]! / minuteMs));
    const without = second[slot * stationCount + station]!;
    const counted = Math.max(reach, nearest[slot * stationCount + station]!);
    if (counted < without) value += rates[station]! * (delays[without]! - delays[counted]!);
  }
  return value;
}
