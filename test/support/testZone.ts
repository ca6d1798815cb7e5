import type { Queryable } from '#db/pool';
import type { Zone } from '#domain/zone/types';

/** In the middle of the test zone. */
export const townHall = { lat: 53.8, lng: -1.5491 };

/** A small zone for tests: two stations that never close, the first nearer to the town hall. Change what a test is about. */
export function testZone(change: Partial<Zone> = {}): Zone {
  return {
    id: 'test-town',
    title: 'Test town',
    timeZone: 'Europe/London',
    currency: 'GBP',
    cells: { center: townHall, resolution: 8, rings: 5 },
    stations: [
      {
        id: 'test-market',
        title: 'Market',
        place: { lat: 53.797, lng: -1.54 },
        openHour: 0,
        closeHour: 24,
        packMinutes: 5,
      },
      {
        id: 'test-park',
        title: 'Park',
        place: { lat: 53.81, lng: -1.57 },
        openHour: 0,
        closeHour: 24,
        packMinutes: 5,
      },
    ],
    promise: {
      oneHourFeeCents: 499,
      twoHourFeeCents: 299,
      tripsPerCourierHour: 2,
      holdMinutes: 5,
      missed: { refundFee: true, creditCents: 300 },
    },
    couriers: { metersPerMinute: 250, capacity: 3, offerSeconds: 45, silentSeconds: 180 },
    ...change,
  };
}

/** Puts `onHand` units of every item of a program on the shelves of every station of a zone. */
export async function stockStations(db: Queryable, { stations }: Zone, programId: string, onHand = 50): Promise<void> {
  await db.query(
    `INSERT INTO station_stock (station_id, program_id, sku, on_hand)
     SELECT station, program_id, sku, $3 FROM items, unnest($1::text[]) AS station WHERE program_id = $2
     ON CONFLICT (station_id, program_id, sku) DO UPDATE SET on_hand = excluded.on_hand`,
    [stations.map(({ id }) => id), programId, onHand],
  );
}
