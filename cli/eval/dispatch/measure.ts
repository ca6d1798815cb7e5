import type { Instance } from './instance';
import { travelMinutes, type Day } from './simulate';
import { minuteMs } from '#domain/time';

/** Figures of a played day. Times in minutes; shares are of all orders. */
export interface Measures {
  orders: number;
  delivered: number;
  meanClickToDoor: number;
  /** Mean of the delivered orders' own bounds: a courier waiting at the counter when the order is ready. */
  meanBound: number;
  ratioToBound: number;
  within40: number;
  within60: number;
  /** Orders whose bound is within 60 minutes: no dispatcher can have more. */
  within60Possible: number;
  bundles: number;
}

export function measure(instance: Instance, { assignments }: Day): Measures {
  const { orders, pickupMinutes, dropoffMinutes, metersPerMinute } = instance;
  const placeOf = new Map(instance.restaurants.map(({ id, place }) => [id, place]));
  const dropoffs = new Map(
    assignments.flatMap(({ orderIds, dropoffAtMs }) =>
      orderIds.map((id, i) => [id, dropoffAtMs[i]! / minuteMs] as const),
    ),
  );
  const timed = orders.map(({ id, placedMinute, readyMinute, restaurantId, place }) => {
    const ride = travelMinutes(placeOf.get(restaurantId)!, place, metersPerMinute);
    const bound = Math.max(readyMinute, placedMinute) - placedMinute + pickupMinutes / 2 + ride + dropoffMinutes / 2;
    const dropoff = dropoffs.get(id);
    return { bound, clickToDoor: dropoff === undefined ? Infinity : dropoff - placedMinute };
  });
  const delivered = timed.filter(({ clickToDoor }) => clickToDoor < Infinity);
  const meanClickToDoor = mean(delivered.map(({ clickToDoor }) => clickToDoor));
  const meanBound = mean(delivered.map(({ bound }) => bound));
  const share = (matches: (each: (typeof timed)[number]) => boolean): number =>
    timed.length === 0 ? 1 : timed.filter(matches).length / timed.length;
  return {
    orders: orders.length,
    delivered: delivered.length,
    meanClickToDoor,
    meanBound,
    ratioToBound: delivered.length === 0 ? 1 : meanClickToDoor / meanBound,
    within40: share(({ clickToDoor }) => clickToDoor <= 40),
    within60: share(({ clickToDoor }) => clickToDoor <= 60),
    within60Possible: share(({ bound }) => bound <= 60),
    bundles: assignments.filter(({ orderIds }) => orderIds.length > 1).length,
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / (values.length || 1);

/** The value below which this part of the values lies; 0 of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}
