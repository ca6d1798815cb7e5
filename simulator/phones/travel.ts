import { travelMs } from '#domain/zone/distance';
import type { Place } from './setting';

/** A place on the straight way; `share` from 0 to 1. Good within a city, which is as far as couriers go. */
export function onTheWay(from: Place, to: Place, share: number): Place {
  const between = (start: number, end: number): number => start + (end - start) * share;
  return { lat: between(from.lat, to.lat), lng: between(from.lng, to.lng) };
}

/** Wall ms for the way, by a courier who is `timeScale` times faster than real ones. */
export function wayMs(
  from: Place,
  to: Place,
  { speedMetersPerMinute, timeScale }: { speedMetersPerMinute: number; timeScale: number },
): number {
  return travelMs(from, to, speedMetersPerMinute) / timeScale;
}
