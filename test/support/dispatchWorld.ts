import fc from 'fast-check';
import type { Instance, Point } from '#cli/eval/dispatch/instance';
import { travelMinutes, type Day } from '#cli/eval/dispatch/simulate';
import type { DispatchCourier, DispatchOrder, DispatchState } from '#domain/dispatch/types';

export const minuteMs = 60_000;

/** A plane on which a courier rides one unit a minute. */
export const plane = {
  travelMs: (from: Point, to: Point): number => Math.ceil(Math.hypot(from.x - to.x, from.y - to.y)) * minuteMs,
};

export const at = (x: number, y = 0): Point => ({ x, y });

export function courier(id: string, overrides: Partial<DispatchCourier<Point>> = {}): DispatchCourier<Point> {
  return { id, place: at(0), freeAtMs: 0, offDutyAtMs: 600 * minuteMs, capacity: 4, ...overrides };
}

export function order(id: string, overrides: Partial<DispatchOrder<Point>> = {}): DispatchOrder<Point> {
  const placedAtMs = overrides.placedAtMs ?? 0;
  return {
    id,
    stationId: 's',
    station: at(0),
    destination: at(5),
    placedAtMs,
    readyAtMs: placedAtMs,
    dueAtMs: placedAtMs + 60 * minuteMs,
    ...overrides,
  };
}

export function stateOf(
  couriers: DispatchCourier<Point>[],
  orders: DispatchOrder<Point>[],
  more: Partial<DispatchState<Point>> = {},
): DispatchState<Point> {
  return { couriers, orders, service: { pickupMs: 4 * minuteMs, dropoffMs: 4 * minuteMs }, ...more };
}

const place = fc.record({ x: fc.nat(12), y: fc.nat(12) });

/** Small days of every kind: no couriers, no orders, shifts of no length, orders ready at once or hours later. */
export const instances: fc.Arbitrary<Instance> = fc
  .record({
    restaurants: fc.array(place, { minLength: 1, maxLength: 4 }),
    couriers: fc.array(fc.record({ place, onMinute: fc.nat(60), length: fc.nat(90) }), { maxLength: 4 }),
    orders: fc.array(fc.record({ place, placedMinute: fc.nat(90), from: fc.nat(3), lead: fc.nat(40) }), {
      maxLength: 10,
    }),
  })
  .map(({ restaurants, couriers, orders }) => ({
    restaurants: restaurants.map((each, i) => ({ id: `r${i}`, place: each })),
    couriers: couriers.map((each, i) => ({
      id: `c${i}`,
      place: each.place,
      onMinute: each.onMinute,
      offMinute: each.onMinute + each.length,
    })),
    orders: orders.map((each, i) => ({
      id: `o${i}`,
      place: each.place,
      placedMinute: each.placedMinute,
      restaurantId: `r${each.from % restaurants.length}`,
      readyMinute: each.placedMinute + each.lead,
    })),
    metersPerMinute: 1,
    pickupMinutes: 4,
    dropoffMinutes: 4,
  }));

/** What a played day does against the rules of the problem; empty when nothing. */
export function brokenRules(instance: Instance, { assignments, undelivered }: Day): string[] {
  const broken: string[] = [];
  const delivered = assignments.flatMap(({ orderIds }) => orderIds);
  const accounted = [...delivered, ...undelivered.map(({ orderId }) => orderId)].toSorted();
  if (
    accounted.join() !==
    instance.orders
      .map(({ id }) => id)
      .toSorted()
      .join()
  )
    broken.push('not every order once');
  for (const rider of instance.couriers) {
    let here = rider.place;
    let freeMinute = rider.onMinute;
    for (const told of assignments.filter(({ courierId }) => courierId === rider.id)) {
      const orders = told.orderIds.map((id) => instance.orders.find((each) => each.id === id)!);
      const from = instance.restaurants.find(({ id }) => id === orders[0]!.restaurantId)!;
      const [toldMinute, pickupMinute] = [told.atMs / minuteMs, told.pickupAtMs / minuteMs];
      if (orders.some(({ restaurantId }) => restaurantId !== from.id)) broken.push('a bundle of two stations');
      if (orders.some(({ placedMinute }) => toldMinute < placedMinute)) broken.push('told before it was placed');
      if (orders.some(({ readyMinute }) => pickupMinute < readyMinute)) broken.push('picked up before it was ready');
      if (pickupMinute > rider.offMinute) broken.push('picked up off duty');
      if (toldMinute < freeMinute) broken.push('told while busy');
      const ride = (to: Point): number => travelMinutes(here, to, instance.metersPerMinute);
      if (pickupMinute < toldMinute + ride(from.place) + instance.pickupMinutes / 2) broken.push('picked up too soon');
      here = from.place;
      let clock = pickupMinute + instance.pickupMinutes / 2;
      orders.forEach((each, i) => {
        clock += ride(each.place) + instance.dropoffMinutes / 2;
        if (told.dropoffAtMs[i] !== clock * minuteMs) broken.push('another drop-off than follows');
        clock += instance.dropoffMinutes / 2;
        here = each.place;
      });
      if (told.freeAtMs !== clock * minuteMs) broken.push('free at another time than follows');
      freeMinute = clock;
    }
  }
  return broken;
}
