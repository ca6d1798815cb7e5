import type { Cadence, CycleRules } from '../program/types';
import { addDays, addPeriods, dayOf, instantOf } from './localTime';
import { dayMs } from '../time';

export { isZone } from './localTime';

/** Where cycle dates are counted from: cycle `cycle` opened (or opens) at `atMs`, business ms since the epoch. */
export interface CalendarAnchor {
  atMs: number;
  cycle: number;
}

/** Business time, ms since the epoch. Always `opensAtMs < cutoffAtMs <= shipAtMs`. */
export interface CycleDates {
  opensAtMs: number;
  cutoffAtMs: number;
  shipAtMs: number;
}

/**
 * The dates of cycle `number` in the customer's zone. Every cycle is counted from the anchor's local day, never from
 * the cycle before it, so that a month end that was clamped (31 January, 28 February) does not drift (31 March).
 * Throws a RangeError for an unknown zone.
 */
export function cycleDates(
  rules: CycleRules,
  cadence: Cadence,
  zone: string,
  anchor: CalendarAnchor,
  number: number,
): CycleDates {
  const periods = (number - anchor.cycle) * cadence.every;
  const openingDay = addPeriods(dayOf(anchor.atMs, zone), periods, cadence.unit);
  const opensAtMs = periods === 0 ? anchor.atMs : instantOf(openingDay, rules.openHour, zone);

  let cutoffDay = addDays(openingDay, rules.openDays);
  let cutoffAtMs = instantOf(cutoffDay, rules.cutoffHour, zone);
  // Where the clocks jump over the opening, or back over the cutoff, the planned cutoff may not be later than the
  // opening any more. A cycle that cannot be changed at all would break a promise; it gets another local day instead.
  while (cutoffAtMs <= opensAtMs) {
    cutoffDay = addDays(cutoffDay, 1);
    cutoffAtMs = instantOf(cutoffDay, rules.cutoffHour, zone);
  }
  const shipDay = addDays(cutoffDay, rules.shipDaysAfterCutoff);
  return { opensAtMs, cutoffAtMs, shipAtMs: Math.max(cutoffAtMs, instantOf(shipDay, rules.cutoffHour, zone)) };
}

/**
 * The first cycle after `after.number` that a customer could still change at `after.nowMs` (its cutoff is later).
 * Periods that passed while a subscription was paused are not made up for; a cycle that would be open now is not lost.
 */
export function nextCycleFrom(
  rules: CycleRules,
  cadence: Cadence,
  zone: string,
  anchor: CalendarAnchor,
  after: { number: number; nowMs: number },
): { number: number; opensAtMs: number } {
  const datesOf = (number: number): CycleDates => cycleDates(rules, cadence, zone, anchor, number);
  const isLate = (number: number): boolean => datesOf(number).cutoffAtMs <= after.nowMs;

  const first = after.number + 1;
  // A guess near the answer, since a pause may last for years; the two walks below correct it in either direction.
  let number = Math.max(first, anchor.cycle + Math.floor((after.nowMs - anchor.atMs) / averagePeriodMs(cadence)));
  while (number > first && !isLate(number - 1)) number -= 1;
  while (isLate(number)) number += 1;
  return { number, opensAtMs: datesOf(number).opensAtMs };
}

function averagePeriodMs(cadence: Cadence): number {
  const days = cadence.unit === 'week' ? 7 : 365.2425 / 12;
  return cadence.every * days * dayMs;
}
