import { addDays, dayOf, instantOf } from '../calendar/localTime';
import type { LatLng, Zone } from '../zone/types';
import { openingsAfter } from './hours';
import { candidateOf, opensNext } from './station';
import { windowMs } from './times';
import type { Candidate, Closed, CourierWish, WindowKind } from './types';

export interface Wished {
  zone: Zone;
  place: LatLng;
  /** Business time, ms, from which on the box is ready. */
  readyAtMs: number;
  kind: WindowKind;
  /** Local time (HH:mm) at which the courier is to be asked for; null: as soon as possible. */
  from: string | null;
}

/**
 * When a courier would be asked for, and from where at best; or why no station of the zone could ever do it then. What
 * only the day itself shows, stock and couriers, is left to the promise. The margin of a hold is kept before a
 * station closes, so that a promise that is asked for some minutes late can still be made.
 */
export function wishAt(wished: Wished): { fromAtMs: number; window: Candidate } | Closed {
  const { zone, readyAtMs, from } = wished;
  if (from !== null) return windowAt(wished, nextLocalTime(readyAtMs, from, zone.timeZone));
  const instants = [readyAtMs, ...openingsAfter(readyAtMs, zone.stations, zone.timeZone)];
  const answers = instants.map((atMs) => windowAt(wished, atMs));
  return answers.find((answer) => !('reason' in answer)) ?? answers[0]!;
}

function windowAt({ zone, place, kind }: Wished, atMs: number): { fromAtMs: number; window: Candidate } | Closed {
  const available = new Map(zone.stations.map(({ id }) => [id, 1]));
  const { holdMinutes } = zone.promise;
  const window = candidateOf({ zone, place, nowMs: atMs, available, holdMinutes }, kind);
  if (!('reason' in window)) return { fromAtMs: atMs, window };
  const explanation =
    window.reason === 'stationClosed'
      ? `the stations in ${zone.title} are closed then, or close too soon${opensNext(window.opensAtMs, zone)}`
      : `no station in ${zone.title} that is open then is near enough`;
  return { ...window, explanation };
}

/** The first instant at or after `atMs` at which the clocks of a zone show `time` (HH:mm). */
function nextLocalTime(atMs: number, time: string, timeZone: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  const today = dayOf(atMs, timeZone);
  const instants = [today, addDays(today, 1)].map((day) => instantOf(day, hours + minutes / 60, timeZone));
  return instants.find((instant) => instant >= atMs) ?? instants[1]!;
}

/**
 * Has the time that the customer asked for gone by, since the card was declined at first or workers were down? Whoever
 * asked for six in the evening does not wait at the door at midnight; without a time, late is still as soon as possible.
 */
export function wishHasPassed({ from, fromAtMs, kind }: CourierWish, nowMs: number): boolean {
  return from !== null && nowMs > fromAtMs + windowMs[kind];
}
