import type { PromiseRules } from '../geography/types';

/**
 * Couriers to count on in a zone. `own` are those on shift by our own record, null when no courier of the zone was ever
 * heard of; `partner` is what the transportation partner says, null when it does not know the zone or does not answer.
 * Where both know, the lower number counts: a promise rests on a courier who is there by everybody's account. Where
 * nobody knows, nobody is there.
 */
export function couriersCounted(own: number | null, partner: number | null): number {
  return Math.min(own ?? partner ?? 0, partner ?? own ?? 0);
}

/** Deliveries that a quarter of an hour can take, given the couriers on shift in it. */
export function windowCapacity(couriers: number, { tripsPerCourierHour }: PromiseRules): number {
  return Math.floor((couriers * tripsPerCourierHour) / 4);
}

/**
 * Units at each station that an order could take. `own` is our record, which knows of what was reserved a moment ago;
 * `partner` is the station's own count, which knows of what was lost or broken. The lower number counts; where the
 * partner says nothing, our record does. Only our record can be reserved from, so a station without one has none.
 */
export function unitsCounted(
  own: ReadonlyMap<string, number>,
  partner: ReadonlyMap<string, number>,
): Map<string, number> {
  return new Map([...own].map(([stationId, units]) => [stationId, Math.min(units, partner.get(stationId) ?? units)]));
}
