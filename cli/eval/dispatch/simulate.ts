import { decide, type Assignment, type UnservedReason } from '#domain/dispatch/decide';
import type { DispatchOptions } from '#domain/dispatch/options';
import type { DispatchCourier, DispatchMemory, DispatchOrder } from '#domain/dispatch/types';
import type { Instance, Point } from './instance';
import { hourMs, minuteMs } from '#domain/time';

/** The shifts of the next hour are announced; plans look no further. */
const announcedMs = hourMs;

export interface Told extends Assignment {
  atMs: number;
}

export interface Day {
  assignments: Told[];
  /** Orders that nobody was told, with the last reason that the dispatcher gave. */
  undelivered: { orderId: string; reason: UnservedReason }[];
  /** Time of each decision, ms, in order. */
  decisionMs: number[];
}

/** What plays a day: the dispatcher, or a baseline of the same shape. */
export type Dispatcher = typeof decide<Point>;

interface Driver extends DispatchCourier<Point> {
  onMs: number;
}

/**
 * Plays an instance minute by minute, with the dispatcher that serves live zones. Each decision sees the orders that
 * were placed by then and no others, and the shifts of the next hour. Instructions are obeyed; delivered orders leave.
 * `overrides` are passed on; moves are off, since an instance knows no ride without an order.
 */
export function simulateDay(
  instance: Instance,
  dispatcher: Dispatcher = decide,
  overrides: Partial<DispatchOptions> = {},
  afterDecision: (nowMs: number) => void = () => undefined,
): Day {
  const { metersPerMinute, pickupMinutes, dropoffMinutes } = instance;
  const geometry = { travelMs: (from: Point, to: Point) => travelMinutes(from, to, metersPerMinute) * minuteMs };
  const stations = instance.restaurants;
  const service = { pickupMs: pickupMinutes * minuteMs, dropoffMs: dropoffMinutes * minuteMs };
  const drivers = instance.couriers.map(driverOf);
  const coming = ordersByPlacement(instance);
  const day: Day = { assignments: [], undelivered: [], decisionMs: [] };
  const reasons = new Map<string, UnservedReason>();
  const lastOffMs = Math.max(0, ...drivers.map(({ offDutyAtMs }) => offDutyAtMs));
  let open: DispatchOrder<Point>[] = [];
  let memory: DispatchMemory | undefined;
  for (let nowMs = 0; nowMs <= lastOffMs; nowMs += minuteMs) {
    while ((coming.at(-1)?.placedAtMs ?? Infinity) <= nowMs) open.push(coming.pop()!);
    if (open.length === 0) continue;
    const couriers = drivers.filter(({ onMs, offDutyAtMs }) => offDutyAtMs >= nowMs && onMs <= nowMs + announcedMs);
    const state = { couriers, orders: open, service, stations, ...(memory && { memory }) };
    const startedAt = performance.now();
    const decision = dispatcher(state, geometry, nowMs, minuteMs, { moves: false, ...overrides });
    day.decisionMs.push(performance.now() - startedAt);
    afterDecision(nowMs);
    memory = decision.memory;
    for (const { orderId, reason } of decision.unserved) reasons.set(orderId, reason);
    for (const assignment of decision.assignments) day.assignments.push({ ...assignment, atMs: nowMs });
    open = apply(decision.assignments, drivers, open);
  }
  for (const { id } of [...open, ...coming])
    day.undelivered.push({ orderId: id, reason: reasons.get(id) ?? 'NoCourier' });
  return day;
}

export function travelMinutes(from: Point, to: Point, metersPerMinute: number): number {
  return Math.ceil(Math.hypot(from.x - to.x, from.y - to.y) / metersPerMinute);
}

function driverOf({ id, place, onMinute, offMinute }: Instance['couriers'][number]): Driver {
  const onMs = onMinute * minuteMs;
  // An instance knows no limit of what a courier carries; the dispatcher has one of its own.
  return { id, place, onMs, freeAtMs: onMs, offDutyAtMs: offMinute * minuteMs, capacity: Infinity };
}

/** Last placed first, so that the next one is at the end. */
function ordersByPlacement({ orders, restaurants }: Instance): DispatchOrder<Point>[] {
  const placeOf = new Map(restaurants.map(({ id, place }) => [id, place]));
  return orders
    .map(({ id, place, placedMinute, restaurantId, readyMinute }) => ({
      id,
      stationId: restaurantId,
      station: placeOf.get(restaurantId)!,
      destination: place,
      placedAtMs: placedMinute * minuteMs,
      readyAtMs: readyMinute * minuteMs,
      dueAtMs: (placedMinute + 60) * minuteMs,
    }))
    .sort((a, b) => b.placedAtMs - a.placedAtMs);
}

/** Couriers are busy until their last drop-off, and free there; returns the orders that are still open. */
function apply(assignments: Assignment[], drivers: Driver[], open: DispatchOrder<Point>[]): DispatchOrder<Point>[] {
  const orderOf = new Map(open.map((order) => [order.id, order]));
  for (const { courierId, orderIds, freeAtMs } of assignments) {
    const driver = drivers.find(({ id }) => id === courierId)!;
    driver.freeAtMs = freeAtMs;
    driver.place = orderOf.get(orderIds.at(-1)!)!.destination;
    for (const id of orderIds) orderOf.delete(id);
  }
  return [...orderOf.values()];
}
