import fc from 'fast-check';
import { measure } from '#cli/eval/dispatch/measure';
import { simulateDay, type Dispatcher } from '#cli/eval/dispatch/simulate';
import { greedy } from '#bench/greedy';
import { syntheticDay } from '#bench/syntheticDay';
import { decide } from '#domain/dispatch/decide';
import { brokenRules, instances } from '#test/support/dispatchWorld';

test('breaks no rule of the problem, whatever the day', () => {
  fc.assert(
    fc.property(instances, (instance) => {
      const day = simulateDay(instance);
      expect(brokenRules(instance, day)).toEqual([]);
      for (const { explanation, orderIds } of day.assignments) {
        expect(explanation.reasons.length).toBeGreaterThanOrEqual(2);
        expect(explanation.bundle !== null).toBe(orderIds.length > 1);
        expect(explanation.delayMs.every((delay) => delay >= 0)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test('a decision knows no order before it was placed, and no delivered one', () => {
  const instance = syntheticDay(60, 8, 10, 3);
  const placedMs = new Map(instance.orders.map(({ id, placedMinute }) => [id, placedMinute * 60_000]));
  const told = new Set<string>();
  const watching: Dispatcher = (state, geometry, nowMs, ...rest) => {
    for (const { id } of state.orders) {
      expect(placedMs.get(id)).toBeLessThanOrEqual(nowMs);
      expect(told.has(id)).toBe(false);
    }
    const decision = decide(state, geometry, nowMs, ...rest);
    for (const { orderIds } of decision.assignments) for (const id of orderIds) told.add(id);
    return decision;
  };
  expect(brokenRules(instance, simulateDay(instance, watching))).toEqual([]);
});

test('a busy day: better than the nearest free courier, and the same twice', () => {
  const instance = syntheticDay(150, 20, 12, 5);
  const ours = simulateDay(instance);
  const theirs = simulateDay(instance, greedy);
  expect(brokenRules(instance, ours)).toEqual([]);
  expect(brokenRules(instance, theirs)).toEqual([]);
  expect(ours.undelivered.length).toBeLessThanOrEqual(theirs.undelivered.length);
  expect(measure(instance, ours).ratioToBound).toBeLessThan(measure(instance, theirs).ratioToBound);
  expect(simulateDay(instance).assignments).toEqual(ours.assignments);
});

test('orders that come when nobody is on duty are listed with the reason', () => {
  const instance = { ...syntheticDay(3, 1, 1, 1), couriers: [] };
  const day = simulateDay(instance);
  expect(day.undelivered.map(({ reason }) => reason)).toEqual(['NoCourier', 'NoCourier', 'NoCourier']);
  expect(measure(instance, day)).toMatchObject({ orders: 3, delivered: 0, within60: 0 });
});
