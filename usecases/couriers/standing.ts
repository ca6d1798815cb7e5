import { readMoves, type SuggestedMove } from '#db/deliveries/courierMoves';
import type { CourierRead } from '#db/deliveries/couriers';
import { readZone } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import type { ApiContext } from '#api/http/context';
import { shiftResource, type SuggestedPlace } from '#api/resources/courier';
import { minuteMs } from '#domain/time';

/** A courier's shift, with where dispatch would have them wait. */
export async function standingOf({ db, now }: ApiContext, courier: CourierRead) {
  const nowMs = now();
  const move = (await readMoves(db, [courier.id], nowMs)).get(courier.id);
  const zone = move ? await readZone(db, courier.zoneId) : null;
  return shiftResource(courier, move && zone ? placeOf(move, zone) : null, nowMs);
}

/** Null: the zone no longer has that station. */
function placeOf({ stationId, savesMs, expiresAt }: SuggestedMove, zone: Zone): SuggestedPlace | null {
  const station = zone.stations.find(({ id }) => id === stationId);
  if (!station) return null;
  const { id, title, place } = station;
  const minutes = Math.ceil(savesMs / minuteMs);
  const saved = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const reason = `orders are expected at ${title}; with you near, they wait up to ${saved} less in all`;
  return { station: { id, title, place }, reason, until: expiresAt.toISOString() };
}
