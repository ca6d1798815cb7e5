import type { Instance } from '#cli/eval/dispatch/instance';
import { whoHadRoom } from '#cli/eval/dispatch/room';
import type { Told } from '#cli/eval/dispatch/simulate';
import { at, minuteMs } from '#test/support/dispatchWorld';

/** A unit a minute; a pickup or a drop-off takes four, half of them before and half after. */
const town = (orders: Instance['orders'], ...shifts: [onMinute: number, offMinute: number][]): Instance => ({
  restaurants: [
    { id: 'r', place: at(0) },
    { id: 'other', place: at(0, 20) },
  ],
  couriers: shifts.map(([onMinute, offMinute], i) => ({ id: `c${i}`, place: at(0), onMinute, offMinute })),
  orders,
  metersPerMinute: 1,
  pickupMinutes: 4,
  dropoffMinutes: 4,
});

const placed = (id: string, placedMinute: number, more: Partial<Instance['orders'][number]> = {}) => {
  return { id, place: at(5), placedMinute, restaurantId: 'r', readyMinute: placedMinute, ...more };
};

/** What the first courier was told; the rest of an assignment does not matter here. */
const told = (atMinute: number, ...orderIds: string[]): Told =>
  ({ courierId: 'c0', atMs: atMinute * minuteMs, orderIds }) as Told;

const roomFor = (instance: Instance, orderId: string, ...assignments: Told[]): string | undefined =>
  whoHadRoom(instance, { assignments, undelivered: [{ orderId, reason: 'CapacityTaken' }], decisionMs: [] }).get(
    orderId,
  );

test('a courier whose shift begins after the order was placed has room, up to the last minute for the pickup', () => {
  expect(roomFor(town([placed('o', 0)], [600, 602]), 'o')).toBe('c0');
  expect(roomFor(town([placed('o', 0)], [600, 601]), 'o')).toBeUndefined();
});

test('nobody has room for what is ready too late, or too far away, or placed after the shift', () => {
  const shift: [number, number] = [0, 60];
  expect(roomFor(town([placed('o', 0, { readyMinute: 60 })], shift), 'o')).toBe('c0');
  expect(roomFor(town([placed('o', 0, { readyMinute: 61 })], shift), 'o')).toBeUndefined();
  expect(roomFor(town([placed('o', 38, { restaurantId: 'other' })], shift), 'o')).toBe('c0');
  expect(roomFor(town([placed('o', 39, { restaurantId: 'other' })], shift), 'o')).toBeUndefined();
  expect(roomFor(town([placed('o', 70)], shift), 'o')).toBeUndefined();
});

// Bringing it takes 13 minutes; the courier was told of the other at 20, and would pick it up at 43 instead of 42.
test.each([
  ['before what the courier was told, where that is still picked up within the shift', 43, 'c0'],
  ['in no other case, idle though the courier was', 42, undefined],
])('there is room %s', (_, offMinute, who) => {
  const orders = [placed('o', 0), placed('done', 0, { restaurantId: 'other', place: at(200) })];
  expect(roomFor(town(orders, [0, offMinute]), 'o', told(20, 'done'))).toBe(who);
});

test('there is room in a bundle of the station that was told later, and in no other', () => {
  const away = { place: at(200) };
  const orders = [placed('o', 30), placed('done', 0, away), placed('elsewhere', 0, { ...away, restaurantId: 'other' })];
  const instance = town(orders, [0, 32]);
  expect(roomFor(instance, 'o', told(30, 'done'))).toBe('c0');
  expect(roomFor(instance, 'o', told(29, 'done'))).toBeUndefined();
  expect(roomFor(town(orders, [0, 52]), 'o', told(30, 'elsewhere'))).toBeUndefined();
});

test('another courier counts as well', () => {
  const orders = [placed('o', 0), placed('done', 0, { place: at(200) })];
  expect(roomFor(town(orders, [0, 1], [0, 2]), 'o')).toBe('c1');
});
