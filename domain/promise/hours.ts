import { addDays, dayOf, instantOf } from '../calendar/localTime';
import type { Station } from '../zone/types';

/** When these stations open within a day from `atMs` on, ms, soonest first. */
export function openingsAfter(atMs: number, stations: readonly Station[], timeZone: string): number[] {
  const today = dayOf(atMs, timeZone);
  return [today, addDays(today, 1)]
    .flatMap((day) => stations.map(({ openHour }) => instantOf(day, openHour, timeZone)))
    .filter((instant) => instant > atMs)
    .sort((one, other) => one - other);
}

type Hours = Pick<Station, 'openHour' | 'closeHour'>;

/**
 * When a station that is open at `atMs` closes, ms; null when it is closed then, `Infinity` when it never closes. Its
 * hours are local: a `closeHour` not above `openHour` is of the next day, and 24 is midnight. Where the clocks change,
 * the hours are what the clock on the station's wall shows, so that a day may be an hour shorter or longer.
 */
export function closesAtMs({ openHour, closeHour }: Hours, timeZone: string, atMs: number): number | null {
  if (openHour === 0 && closeHour === 24) return Infinity;
  const today = dayOf(atMs, timeZone);
  // What opened yesterday may still be open after midnight.
  for (const day of [addDays(today, -1), today]) {
    const opens = instantOf(day, openHour, timeZone);
    const closes = instantOf(closeHour > openHour ? day : addDays(day, 1), closeHour, timeZone);
    if (opens <= atMs && atMs < closes) return closes;
  }
  return null;
}
