import type { Instance, Point } from './instance';
import { travelMinutes, type Day } from './simulate';
import { minuteMs } from '#domain/time';

type Order = Instance['orders'][number];

/** What a courier was told once: not before `toldMinute`, and so only of orders that were placed by then. */
interface Bundle {
  toldMinute: number;
  orders: Order[];
}

/**
 * Who could have brought what nobody was told to bring: of each such order the courier, or undefined where there is none.
 *
 * A courier could have, if the played day has room for the order: with it put in, wherever that is best, they still pick
 * up everything that they were told within their shift. It is put in from its placement on, as a bundle of its own before,
 * between or after the others, or as one more of a bundle of its station that was told later than it was placed. What the
 * others are delayed by is no reason against it; that one of them could no longer be picked up is.
 */
export function whoHadRoom(instance: Instance, { assignments, undelivered }: Day): Map<string, string | undefined> {
  const orderOf = new Map(instance.orders.map((order) => [order.id, order]));
  const days = instance.couriers.map((courier) => ({ courier, bundles: [] as Bundle[] }));
  const dayOf = new Map(days.map((day) => [day.courier.id, day]));
  for (const { courierId, atMs, orderIds } of assignments) {
    const orders = orderIds.map((id) => orderOf.get(id)!);
    dayOf.get(courierId)!.bundles.push({ toldMinute: atMs / minuteMs, orders });
  }
  const isInTime = shiftCheck(instance);
  const hadRoom = (order: Order): string | undefined =>
    days.find(({ courier, bundles }) => daysWith(order, bundles).some((day) => isInTime(courier, day)))?.courier.id;
  return new Map(undelivered.map(({ orderId }) => [orderId, hadRoom(orderOf.get(orderId)!)]));
}

/** The bundles of a day with one order more, at every place where it can be. */
function daysWith(order: Order, bundles: readonly Bundle[]): Bundle[][] {
  const days: Bundle[][] = [];
  for (let at = 0; at <= bundles.length; at += 1) {
    const next = bundles[at];
    if (next && next.toldMinute < order.placedMinute) continue;
    days.push(bundles.toSpliced(at, 0, { toldMinute: order.placedMinute, orders: [order] }));
    if (next?.orders[0]!.restaurantId !== order.restaurantId) continue;
    for (let place = 0; place <= next.orders.length; place += 1) {
      days.push(bundles.with(at, { ...next, orders: next.orders.toSpliced(place, 0, order) }));
    }
  }
  return days;
}

/** Whether a courier picks up each of these bundles, one after the other, before the shift ends. */
function shiftCheck({
  restaurants,
  metersPerMinute,
  pickupMinutes,
  dropoffMinutes,
}: Instance): (courier: Instance['couriers'][number], bundles: readonly Bundle[]) => boolean {
  const placeOf = new Map(restaurants.map(({ id, place }) => [id, place]));
  const ride = (from: Point, to: Point): number => travelMinutes(from, to, metersPerMinute);
  return ({ place, onMinute, offMinute }, bundles) => {
    let here = place;
    let clock = onMinute;
    return bundles.every(({ toldMinute, orders }) => {
      const counter = placeOf.get(orders[0]!.restaurantId)!;
      const thereAt = Math.max(clock, toldMinute) + ride(here, counter) + pickupMinutes / 2;
      const pickup = Math.max(thereAt, ...orders.map(({ readyMinute }) => readyMinute));
      here = counter;
      clock = pickup + pickupMinutes / 2;
      for (const { place: door } of orders) {
        clock += ride(here, door) + dropoffMinutes;
        here = door;
      }
      return pickup <= offMinute;
    });
  };
}
