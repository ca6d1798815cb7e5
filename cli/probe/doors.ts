import { loadZones } from '#workers/zones';
import type { ProbeDoor } from './contract';

/** About 300 m north of a station: within reach, and not at its counter. */
const beside = 0.0027;

/** A door near every station of the zones' files. */
export function doorsOfZones(): ProbeDoor[] {
  return loadZones().flatMap(({ id, stations }) =>
    stations.map(({ place }) => ({ zoneId: id, place: { lat: place.lat + beside, lng: place.lng } })),
  );
}

/** Where couriers wait: around the stations of each zone in turn. */
export function courierPlaces(perZone: number): ProbeDoor[] {
  return loadZones().flatMap(({ id, stations }) =>
    Array.from({ length: perZone }, (_, index) => {
      const station = stations[index % stations.length];
      if (!station) throw new Error(`zone ${id} has no station`); // its schema says that it has
      return { zoneId: id, place: station.place };
    }),
  );
}
