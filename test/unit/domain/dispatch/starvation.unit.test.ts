import fc from 'fast-check';
import { decide } from '#domain/dispatch/decide';
import type { DispatchMemory, DispatchOrder } from '#domain/dispatch/types';
import type { Point } from '#cli/eval/dispatch/instance';
import { at, courier, minuteMs, order, plane, stateOf } from '#test/support/dispatchWorld';

/**
 * One courier, and orders next door that keep coming as fast as they can be delivered; one order of another station is
 * far away. Serving those next door first is cheaper every single time, and must not go on for ever, though every one of
 * them is served as well: at one in eight minutes they come faster than the ten that each takes.
 */
function minutesUntilServed(farAway: number, everyMinutes: number): number {
  let memory: DispatchMemory | undefined;
  let open: DispatchOrder<Point>[] = [
    order('far', { stationId: 'f', station: at(farAway), destination: at(farAway + 5), dueAtMs: 1e12 }),
  ];
  const rider = courier('c', { capacity: 1, offDutyAtMs: 1e12 });
  for (let minute = 0; minute < 600; minute += 1) {
    const nowMs = minute * minuteMs;
    if (minute % everyMinutes === 0) {
      open.push(order(`near${minute}`, { placedAtMs: nowMs, destination: at(1), dueAtMs: 1e12 }));
    }
    const decision = decide(stateOf([rider], open, memory && { memory }), plane, nowMs, minuteMs);
    memory = decision.memory;
    for (const { orderIds, freeAtMs } of decision.assignments) {
      if (orderIds.includes('far')) return minute;
      rider.freeAtMs = freeAtMs;
      rider.place = open.find(({ id }) => id === orderIds[0])!.destination;
      open = open.filter(({ id }) => id !== orderIds[0]);
    }
  }
  return Infinity;
}

test('no order starves, however inconvenient it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 30 }), fc.integer({ min: 8, max: 14 }), (farAway, everyMinutes) => {
      expect(minutesUntilServed(farAway, everyMinutes)).toBeLessThan(120);
    }),
    // The worst of them first: the longest ride, beside the most orders.
    { numRuns: 15, examples: [[30, 8]] },
  );
});
