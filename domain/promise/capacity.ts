import type { PromiseRules } from '../zone/types';

/**
 * Couriers to count on in a zone. `own` are those on shift by our own record, null when no courier of the zone was ever
 * heard of; `partner` is what the transportation partner says, null when it does not know the zone or does not answer.
 * Where both know, the lower number counts: a promise rests on a courier who is there by everybody's account. Where
 * nobody knows, nobody is there.
 */
export function couriersCounted(own: number | null, partner: number | null): number {
  return Math.min(own ?? partner ?? 0, partner ?? own ?? 0);
}

/** A quarter of an hour of a zone: what is promised in it, and who can deliver. */
export interface Quarter {
  taken: number;
  couriers: number;
}

type Trips = Pick<PromiseRules, 'tripsPerCourierHour'>;

/** Quarters on each side of one that share an hour with it. */
export const quartersBeside = 3;

/**
 * Deliveries that the couriers of these quarter-hours can take together, rounded down. One courier is worth one order:
 * their trips of a quarter-hour alone would mostly round to none.
 */
export function deliveriesOf(couriers: readonly number[], { tripsPerCourierHour }: Trips): number {
  const all = couriers.reduce((sum, count) => sum + count, 0);
  if (all === 0) return 0;
  const roundingError = 1e-9; // 0.8 trips of 5 couriers are 4, whatever binary fractions make of it
  return Math.max(1, Math.floor((all * tripsPerCourierHour) / 4 + roundingError));
}

/**
 * May one more delivery be due in the middle one of these quarter-hours? `quarters` are that one with those beside it, in
 * order (see `quartersBeside`). It must have room itself, and so must every hour that it is in: what a quarter-hour is
 * given beyond its share is missing in the next ones, so that no hour is promised more than its couriers can carry.
 */
export function hasPlace(quarters: readonly Quarter[], trips: Trips): boolean {
  const middle = quarters[quartersBeside];
  if (!middle || middle.couriers === 0) return false;
  const hours = Array.from({ length: quartersBeside + 1 }, (_, from) =>
    quarters.slice(from, from + quartersBeside + 1),
  );
  return [[middle], ...hours].every((span) => {
    const taken = span.reduce((sum, quarter) => sum + quarter.taken, 0);
    const couriers = span.map((quarter) => quarter.couriers);
    return taken < deliveriesOf(couriers, trips);
  });
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
