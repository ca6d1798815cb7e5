import fc from 'fast-check';
import { decide } from '#domain/dispatch/decide';
import type { DispatchMemory } from '#domain/dispatch/types';
import { seededRandom } from '#domain/numbers/random';
import { at, courier, minuteMs, order, plane, stateOf } from '#test/support/dispatchWorld';

const later = (id: string, minute = 30) => order(id, { readyAtMs: minute * minuteMs });

test('the memory survives JSON, as it must between activities', () => {
  const { memory } = decide(stateOf([courier('c')], [later('o')]), plane, 0, minuteMs);
  expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
  expect(memory.plan).toEqual({ c: [['o']] });
});

test('an order is counted as demand once, however often it is seen', () => {
  let memory: DispatchMemory | undefined;
  for (let minute = 0; minute < 5; minute += 1) {
    const state = stateOf([courier('c')], [later('o')], memory && { memory });
    ({ memory } = decide(state, plane, minute * minuteMs, minuteMs));
  }
  expect(memory!.demand).toMatchObject({ orders: 1, ordersOfStation: { s: 1 }, counted: ['o'] });
});

test('the memory does not grow over a day of orders that come and go', () => {
  let memory: DispatchMemory | undefined;
  const sizes: number[] = [];
  for (let minute = 0; minute < 300; minute += 1) {
    const orders = [later(`o${1_000 + minute}`, minute + 30), later(`o${1_001 + minute}`, minute + 30)];
    ({ memory } = decide(stateOf([courier('c')], orders, memory && { memory }), plane, minute * minuteMs, minuteMs));
    sizes.push(JSON.stringify(memory).length);
  }
  expect(Math.max(...sizes.slice(50))).toBeLessThan(sizes[50]! + 100);
});

test('a memory of couriers and orders that are gone, or that contradicts itself, does no harm', () => {
  const ids = fc.constantFrom('a', 'b', 'declined', 'gone');
  const plans = fc.dictionary(
    fc.constantFrom('c', 'd', 'left'),
    fc.array(fc.array(ids, { maxLength: 4 }), { maxLength: 4 }),
  );
  const orders = [order('a'), order('b', { stationId: 't', station: at(4) }), order('declined', { declinedBy: ['c'] })];
  const { memory } = decide(stateOf([], []), plane, 0, minuteMs);
  fc.assert(
    fc.property(plans, (plan) => {
      const state = stateOf([courier('c'), courier('d', { capacity: 1 })], orders, { memory: { ...memory, plan } });
      const { assignments, memory: next } = decide(state, plane, 0, minuteMs);
      const planned = [...assignments.map(({ orderIds }) => orderIds), ...Object.values(next.plan).flat()].flat();
      expect(planned.toSorted()).toEqual(['a', 'b', 'declined']);
      expect(assignments.filter(({ courierId }) => courierId === 'c').flatMap((each) => each.orderIds)).not.toContain(
        'declined',
      );
    }),
  );
});

test('the same state at the same instant gives the same decision', () => {
  const random = seededRandom(7);
  const somewhere = () => at(Math.floor(random() * 40), Math.floor(random() * 40));
  const orders = Array.from({ length: 25 }, (_, i) => {
    const station = i % 6;
    return order(`o${i}`, { stationId: `s${station}`, station: at(station * 6, 10), destination: somewhere() });
  });
  const couriers = Array.from({ length: 8 }, (_, i) => courier(`c${i}`, { place: somewhere() }));
  const once = JSON.stringify(decide(stateOf(couriers, orders), plane, 0, minuteMs));
  expect(JSON.stringify(decide(stateOf(couriers, orders), plane, 0, minuteMs))).toBe(once);
});
