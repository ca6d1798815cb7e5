import type { Queryable } from '#db/pool';
import { listZones } from '#db/deliveries/zones';
import type { LatLng, Zone } from '#domain/zone/types';
import { zoneOf } from '#domain/zone/zoneOf';
import type { Program } from '#domain/program/types';
import type { Closed, WindowKind } from '#domain/promise/types';

/**
 * The zone that serves a place for a program. Fees are in the zone's currency and prices in the program's: one charge
 * has one currency.
 */
export async function servingZone(db: Queryable, { currency }: Program, place: LatLng | null): Promise<Zone | null> {
  if (place === null) return null;
  const zones = await listZones(db);
  return zoneOf(
    zones.filter((zone) => zone.currency === currency),
    place,
  );
}

/** Why there is no zone, in words for the customer. */
export function nowhere(kind: WindowKind, { title }: Program, place: LatLng | null): Closed {
  if (place !== null) {
    return { kind, reason: 'outsideZone', explanation: `one-hour delivery of ${title} does not go there` };
  }
  const explanation = 'the address says no location; send one to see one-hour delivery';
  return { kind, reason: 'noLocation', explanation };
}
