import type { Instance, Point } from '#cli/eval/dispatch/instance';
import { seededRandom } from '#domain/numbers/random';

const dayMinutes = 960;
/** 300 couriers for 3,000 orders have to do two an hour each, as in the busier of the recorded days. */
const shiftMinutes = [240, 300, 360];

/**
 * A made-up day: orders that come in two rushes, stations of very different size, shifts that follow the rushes. The
 * same numbers give the same day.
 */
export function syntheticDay(orderCount: number, courierCount: number, stationCount: number, seed: number): Instance {
  const random = seededRandom(seed);
  const place = (): Point => ({ x: whole(random, 11_000), y: whole(random, 9_000) });
  const restaurants = Array.from({ length: stationCount }, (_, i) => ({ id: `r${i + 1}`, place: place() }));
  const couriers = Array.from({ length: courierCount }, (_, i) => {
    const length = shiftMinutes[whole(random, shiftMinutes.length)]!;
    const onMinute = Math.max(0, rushMinute(random) - Math.floor(length / 2));
    return { id: `c${i + 1}`, place: place(), onMinute, offMinute: onMinute + length };
  });
  const orders = Array.from({ length: orderCount }, (_, i) => {
    const placedMinute = rushMinute(random);
    const { id: restaurantId, place: from } = restaurants[Math.floor(random() ** 2 * stationCount)]!;
    const readyMinute = placedMinute + 1 + Math.floor(-16 * Math.log(1 - random()));
    const near = { x: from.x + whole(random, 5_000) - 2_500, y: from.y + whole(random, 5_000) - 2_500 };
    return { id: `o${i + 1}`, place: near, placedMinute, restaurantId, readyMinute };
  });
  return { restaurants, couriers, orders, metersPerMinute: 320, pickupMinutes: 4, dropoffMinutes: 4 };
}

const whole = (random: () => number, below: number): number => Math.floor(random() * below);

/** Around noon or around the evening, or any time. */
function rushMinute(random: () => number): number {
  const kind = random();
  if (kind < 0.2) return whole(random, dayMinutes);
  const peak = kind < 0.5 ? 300 : 700;
  const spread = random() + random() + random() - 1.5;
  return Math.min(dayMinutes - 1, Math.max(0, Math.round(peak + spread * 150)));
}
