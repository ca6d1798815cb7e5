import { DateTime, IANAZone } from 'luxon';
import { dayMs, hourMs, minuteMs } from '../time';

/** No zone has ever been further from UTC than this, so the offset of a local time is in force within this of it. */
const widestOffsetMs = 16 * hourMs;

/** A day of the calendar, without zone or time: midnight UTC of that day, ms since the epoch. */
export type CalendarDay = number;

/** Is this the name of an IANA time zone (`Europe/Dublin`)? Fixed offsets such as `+01:00` are not. */
export function isZone(name: string): boolean {
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

/** The local day of an instant (ms). Throws a RangeError for an unknown zone. */
export function dayOf(instantMs: number, zone: string): CalendarDay {
  const local = DateTime.fromMillis(instantMs, { zone: zoneOf(zone) });
  return Date.UTC(local.year, local.month - 1, local.day);
}

/** Days are counted on the calendar, where every day is 24 hours long; no zone is involved. */
export function addDays(day: CalendarDay, days: number): CalendarDay {
  return day + days * dayMs;
}

export function addPeriods(day: CalendarDay, periods: number, unit: 'week' | 'month'): CalendarDay {
  return DateTime.fromMillis(day, { zone: 'utc' })
    .plus(unit === 'week' ? { weeks: periods } : { months: periods })
    .toMillis();
}

/**
 * The instant (ms) at which the clocks of a zone show `hour`:00 on a day. An ambiguous time is the earlier instant; a
 * time that the clocks jump over (a DST gap, a day that a zone skipped) is the first instant after the jump.
 */
export function instantOf(day: CalendarDay, hour: number, zone: string): number {
  const local = day + hour * hourMs;
  const found = zoneOf(zone);
  const offsetMs = (instantMs: number): number => found.offset(instantMs) * minuteMs;
  const before = offsetMs(local - widestOffsetMs);
  const after = offsetMs(local + widestOffsetMs);
  const candidates = [local - Math.max(before, after), local - Math.min(before, after)];
  const valid = candidates.find((instantMs) => instantMs + offsetMs(instantMs) === local);
  return valid ?? jumpBetween(candidates[0]!, candidates[1]!, offsetMs);
}

/** The first instant in (fromMs, toMs] with another offset than `fromMs` has: where the clocks jump. */
function jumpBetween(fromMs: number, toMs: number, offsetMs: (instantMs: number) => number): number {
  const before = offsetMs(fromMs);
  let low = fromMs;
  let high = toMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMs(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Checking a name costs more than all the arithmetic; only names that are zones are kept, so this stays small. */
const knownZones = new Map<string, IANAZone>();

function zoneOf(name: string): IANAZone {
  const known = knownZones.get(name);
  if (known) return known;
  if (!isZone(name)) throw new RangeError(`${JSON.stringify(name)} is not an IANA time zone`);
  const zone = IANAZone.create(name);
  knownZones.set(name, zone);
  return zone;
}
