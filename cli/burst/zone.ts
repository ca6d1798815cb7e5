import type { LatLng, Zone } from '#domain/zone/types';
import type { Random } from '../demo/random';

/**
 * A zone of the burst's own: open round the clock, in a town where no other zone is, so that a burst runs at any hour
 * and takes nobody's couriers. All in it is `timeScale` times faster than in a real town: an hour passes in minutes.
 */
export const timeScale = 8;
/** A courier on a bicycle, metres a minute. */
export const courierMetersPerMinute = 240;

const center: LatLng = { lat: 53.3811, lng: -1.4701 };

export function burstZone(currency: string): Zone {
  const station = (name: string, title: string, place: LatLng) => {
    return { id: `burst-${name}`, title, place, openHour: 0, closeHour: 24, packMinutes: 1 };
  };
  return {
    id: 'burst',
    title: 'Burst town',
    timeZone: 'Europe/London',
    currency,
    cells: { center, resolution: 8, rings: 4 },
    stations: [
      station('north', 'North station', { lat: 53.392, lng: -1.466 }),
      station('south', 'South station', { lat: 53.37, lng: -1.479 }),
      station('east', 'East station', { lat: 53.383, lng: -1.449 }),
    ],
    promise: {
      oneHourFeeCents: 499,
      twoHourFeeCents: 299,
      // Two and a half at a bicycle's speed.
      tripsPerCourierHour: 2.5 * timeScale,
      holdMinutes: 2,
      missed: { refundFee: true, creditCents: 500 },
    },
    couriers: {
      metersPerMinute: courierMetersPerMinute * timeScale,
      capacity: 2,
      offerSeconds: 15,
      // Phones tell where they are every five seconds.
      silentSeconds: 30,
      // Ten minutes of a real town's.
      silentCarryingSeconds: (10 * 60) / timeScale,
    },
  };
}

/** Somewhere within `radiusMeters` of a place, even over the area. */
function somewhereNear(place: LatLng, radiusMeters: number, random: Random): LatLng {
  const meters = radiusMeters * Math.sqrt(random.next());
  const angle = 2 * Math.PI * random.next();
  const metersPerDegree = 111_320;
  return {
    lat: place.lat + (meters * Math.sin(angle)) / metersPerDegree,
    lng: place.lng + (meters * Math.cos(angle)) / (metersPerDegree * Math.cos((place.lat * Math.PI) / 180)),
  };
}

/** A door of the zone; all are within reach of a station. */
export const someDoor = (random: Random): LatLng => somewhereNear(center, 1_500, random);
/** Where a shift begins: around a station, as couriers wait. */
export const someCorner = (zone: Zone, random: Random): LatLng =>
  somewhereNear(random.pick(zone.stations).place, 600, random);
