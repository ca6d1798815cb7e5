import { draw } from './draw';
import { dayMs, hourMs } from '#domain/time';

/** Stations are restocked at six and sell until ten at night; hours are UTC, so that every machine sees the same. */
const restockHour = 6;
const sellingHours = 16;
/** A station is small: it does not carry everything. */
const carriedShare = 0.85;

/**
 * Units of `sku` at a station: 4 to 24 in the morning, fewer with each hour, and some sell out before the night. The
 * same station, item and hour always give the same number.
 */
export function unitsAtStation(stationId: string, sku: string, atMs: number): number {
  if (draw('carried', stationId, sku) >= carriedShare) return 0;
  const sinceRestockMs = atMs - restockHour * hourMs;
  const day = Math.floor(sinceRestockMs / dayMs);
  const hoursOpen = Math.floor((sinceRestockMs - day * dayMs) / hourMs);
  const inTheMorning = 4 + Math.floor(21 * draw('morning', stationId, sku, day));
  // Of what was there: at least a third is asked for over the day, at most a third more than there is.
  const demand = 1 / 3 + draw('demand', stationId, sku, day);
  const sold = Math.floor((inTheMorning * demand * Math.min(hoursOpen, sellingHours)) / sellingHours);
  return Math.max(0, inTheMorning - sold);
}

/** Share of a zone's couriers who are on shift, by hour of the day (UTC): few at night, most at lunch and dinner. */
const onShift = [
  0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.8, 1, 0.9, 0.6, 0.5, 0.6, 0.8, 1, 1, 0.9, 0.6, 0.4, 0.3,
];

/** Couriers of a zone and the offers that wait for them: the same zone and hour always give the same numbers. */
export function zoneCapacityAt(zoneId: string, atMs: number): { couriersOnShift: number; openOffers: number } {
  const hour = Math.floor(atMs / hourMs);
  const couriers = 10 + Math.floor(31 * draw('couriers', zoneId));
  const couriersOnShift = Math.round(couriers * (onShift[((hour % 24) + 24) % 24] ?? 0));
  return { couriersOnShift, openOffers: Math.floor((couriersOnShift / 2) * draw('offers', zoneId, hour)) };
}
