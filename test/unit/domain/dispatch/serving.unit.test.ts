import { greedy } from '#bench/greedy';
import { syntheticDay } from '#bench/syntheticDay';
import type { Instance } from '#cli/eval/dispatch/instance';
import { whoHadRoom } from '#cli/eval/dispatch/room';
import { simulateDay, type Dispatcher } from '#cli/eval/dispatch/simulate';
import { decide } from '#domain/dispatch/decide';
import { isBetter } from '#domain/dispatch/plan';
import { at, brokenRules, courier, minuteMs, order, plane, stateOf } from '#test/support/dispatchWorld';
import { dayMs, hourMs } from '#domain/time';

const dayWith = (orders: Instance['orders'], couriers: Instance['couriers']): Instance => ({
  restaurants: [
    { id: 'r', place: at(0) },
    { id: 'far', place: at(100) },
  ],
  couriers,
  orders,
  metersPerMinute: 1,
  pickupMinutes: 4,
  dropoffMinutes: 4,
});

const placed = (id: string, placedMinute: number, restaurantId = 'r', x = 5): Instance['orders'][number] => ({
  id,
  place: at(x),
  placedMinute,
  restaurantId,
  readyMinute: placedMinute,
});

test.each([1, 3, 12, 24 * 7])('an order that has waited for %i hours is brought', (hours) => {
  const nowMs = hours * hourMs;
  const rider = courier('c', { freeAtMs: nowMs, offDutyAtMs: nowMs + hourMs });
  const { assignments, unserved } = decide(stateOf([rider], [order('old')]), plane, nowMs, minuteMs);
  expect(unserved).toEqual([]);
  expect(assignments).toMatchObject([{ orderIds: ['old'] }]);
});

test('an order from before the first shift is brought, and so are those that follow', () => {
  const orders = [placed('night', 0), ...Array.from({ length: 10 }, (_, i) => placed(`day${i}`, 600 + 20 * i))];
  const instance = dayWith(orders, [{ id: 'c', place: at(0), onMinute: 590, offMinute: 900 }]);
  const played = simulateDay(instance);
  expect(brokenRules(instance, played)).toEqual([]);
  expect(played.undelivered).toEqual([]);
});

test('an order far out of town is brought, though riding there costs the town its courier', () => {
  const orders = [placed('far', 0, 'far', 120), ...Array.from({ length: 8 }, (_, i) => placed(`town${i}`, 20 * i))];
  const instance = dayWith(orders, [{ id: 'c', place: at(0), onMinute: 0, offMinute: 700 }]);
  const played = simulateDay(instance);
  expect(brokenRules(instance, played)).toEqual([]);
  expect(played.undelivered).toEqual([]);
});

test.each([
  { capacity: 6, left: 0 },
  { capacity: 4, left: 2 },
])('six orders before the shift ends go together where $capacity can be carried', ({ capacity, left }) => {
  const rider = courier('c', { capacity, offDutyAtMs: 3 * minuteMs });
  const orders = Array.from({ length: 6 }, (_, i) => order(`o${i}`));
  const { assignments, unserved } = decide(stateOf([rider], orders), plane, 0, minuteMs);
  expect(assignments.map(({ orderIds }) => orderIds.length)).toEqual([6 - left]);
  expect(unserved.map(({ reason }) => reason)).toEqual(Array.from({ length: left }, () => 'CapacityTaken'));
});

/** With half of the couriers of a day: how many orders are left, and which of them there was room for. */
function halfStaffed(day: Instance, dispatcher: Dispatcher): { left: number; hadRoom: string[] } {
  const instance = { ...day, couriers: day.couriers.filter((_, line) => line % 2 === 0) };
  const played = simulateDay(instance, dispatcher);
  expect(brokenRules(instance, played)).toEqual([]);
  const rooms = [...whoHadRoom(instance, played)];
  return { left: rooms.length, hadRoom: rooms.filter(([, who]) => who !== undefined).map(([id]) => id) };
}

test('with half of the couriers nothing is left that somebody had room for', () => {
  const day = syntheticDay(40, 6, 3, 8);
  const ours = halfStaffed(day, decide);
  const nearest = halfStaffed(day, greedy);
  expect(ours.hadRoom).toEqual([]);
  // The day is too much for them, and the check can fail: whoever sends the nearest courier leaves orders.
  expect(nearest.hadRoom).not.toEqual([]);
  expect(ours.left).toBeLessThan(nearest.left);
});

test('where only one of two can be brought, it is the one that has waited longer', () => {
  const nowMs = 4 * hourMs;
  const rider = courier('c', { capacity: 1, freeAtMs: nowMs, offDutyAtMs: nowMs + 5 * minuteMs });
  const orders = [order('new', { placedAtMs: nowMs }), order('old', { dueAtMs: nowMs + dayMs })];
  const { assignments, unserved } = decide(stateOf([rider], orders), plane, nowMs, minuteMs);
  expect(assignments).toMatchObject([{ orderIds: ['old'] }]);
  expect(unserved).toEqual([{ orderId: 'new', reason: 'CapacityTaken' }]);
});

test('no cost makes up for an order that is left', () => {
  expect(isBetter({ left: 1, cost: Number.MAX_VALUE }, { left: 2, cost: 0 })).toBe(true);
  expect(isBetter({ left: 2, cost: 0 }, { left: 1, cost: Number.MAX_VALUE }, Number.MAX_VALUE)).toBe(false);
  expect(isBetter({ left: 1, cost: 5 }, { left: 1, cost: 6 })).toBe(true);
  expect(isBetter({ left: 1, cost: 6 }, { left: 1, cost: 6 })).toBe(false);
});
