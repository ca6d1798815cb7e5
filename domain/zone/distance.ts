import type { LatLng } from './types';
import { minuteMs } from '../time';

/** Mean radius of the earth (IUGG), metres. */
const earthRadiusMeters = 6_371_008.8;

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres, by the haversine formula: within 0.6% of the ellipsoid's, exact enough for a city. */
export function distanceMeters(from: LatLng, to: LatLng): number {
  const acrossLat = Math.sin(radians(to.lat - from.lat) / 2) ** 2;
  const acrossLng = Math.sin(radians(to.lng - from.lng) / 2) ** 2;
  const chord = acrossLat + Math.cos(radians(from.lat)) * Math.cos(radians(to.lat)) * acrossLng;
  // Rounding may carry the chord of two opposite points a hair above 1, which has no arc.
  return 2 * earthRadiusMeters * Math.asin(Math.sqrt(Math.min(1, chord)));
}

/** Time (ms) that a courier is counted with from one place to another, at `metersPerMinute` as the crow flies. */
export function travelMs(from: LatLng, to: LatLng, metersPerMinute: number): number {
  return Math.ceil((distanceMeters(from, to) / metersPerMinute) * minuteMs);
}
