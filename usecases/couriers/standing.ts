import { readMoves, type SuggestedMove } from '#db/deliveries/courierMoves';
import type { CourierRead } from '#db/deliveries/couriers';
import { readZone } from '#db/deliveries/zones';
import type { LatLng, Zone } from '#domain/zone/types';
import { minuteMs } from '#domain/time';
import type { UseCaseContext } from '../context';

/** Where dispatch would have a courier wait. */
export interface SuggestedPlace {
  station: { id: string; title: string; place: LatLng };
  reason: string;
  until: Date;
}

/** A courier's shift, as it stands at `atMs` (wall time). */
export interface CourierShift {
  courier: CourierRead;
  suggestedPlace: SuggestedPlace | null;
  atMs: number;
}

/** A courier's shift, with where dispatch would have them wait. */
export async function standingOf({ db, now }: UseCaseContext, courier: CourierRead): Promise<CourierShift> {
  const nowMs = now();
  const move = (await readMoves(db, [courier.id], nowMs)).get(courier.id);
  const zone = move ? await readZone(db, courier.zoneId) : null;
  return { courier, suggestedPlace: move && zone ? placeOf(move, zone) : null, atMs: nowMs };
}

/** Null: the zone no longer has that station. */
function placeOf({ stationId, savesMs, expiresAt }: SuggestedMove, zone: Zone): SuggestedPlace | null {
  const station = zone.stations.find(({ id }) => id === stationId);
  if (!station) return null;
  const { id, title, place } = station;
  const minutes = Math.ceil(savesMs / minuteMs);
  const saved = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const reason = `orders are expected at ${title}; with you near, they wait up to ${saved} less in all`;
  return { station: { id, title, place }, reason, until: expiresAt };
}
