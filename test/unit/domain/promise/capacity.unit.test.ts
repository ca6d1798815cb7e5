import fc from 'fast-check';
import { couriersCounted, deliveriesOf, hasPlace, quartersBeside, unitsCounted } from '#domain/promise/index';
import { testZone } from '#test/support/testZone';

test.each([
  ['both know: the lower number', 8, 12, 8],
  ['both know, the other way around', 12, 8, 8],
  ['our couriers are all off shift', 0, 12, 0],
  ['the zone has only the partner’s couriers', null, 12, 12],
  ['the partner does not know the zone', 8, null, 8],
  ['nobody knows', null, null, 0],
])('couriers: %s', (_, own, partner, counted) => {
  expect(couriersCounted(own, partner)).toBe(counted);
});

const rules = { ...testZone().promise, tripsPerCourierHour: 2.5 };

test('a quarter of an hour takes a quarter of the trips, rounded down; one courier is worth one order', () => {
  expect([0, 1, 2, 10, 12].map((couriers) => deliveriesOf([couriers], rules))).toEqual([0, 1, 1, 6, 7]);
  expect([0, 1, 2, 3].map((couriers) => deliveriesOf(Array(4).fill(couriers), rules))).toEqual([0, 2, 5, 7]);
  expect(deliveriesOf([5, 5, 5, 5], { tripsPerCourierHour: 0.8 })).toBe(4);
});

/** Fills a day's quarters in this order, each as long as it has a place. */
function filled(couriers: readonly number[], order: readonly number[], tripsPerCourierHour: number): number[] {
  const taken = couriers.map(() => 0);
  for (const index of order) {
    const beside = Array.from({ length: 2 * quartersBeside + 1 }, (_, n) => index + n - quartersBeside);
    const quarters = () => beside.map((n) => ({ taken: taken[n] ?? 0, couriers: couriers[n] ?? 0 }));
    while (hasPlace(quarters(), { tripsPerCourierHour })) taken[index] = (taken[index] ?? 0) + 1;
  }
  return taken;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

test('one courier alone takes an order in two quarters of each hour, and never a third', () => {
  const shift = Array(12).fill(1); // one that has begun before the first quarter that is asked for, and goes on
  expect(filled(shift, [3, 4, 5, 6, 7, 8], 2.5)).toEqual([0, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0]);
});

test('whoever is on shift, and in whatever order places are taken: no hour is promised more than its couriers carry', () => {
  const day = fc.record({
    couriers: fc.array(fc.nat({ max: 6 }), { minLength: 12, maxLength: 12 }),
    order: fc.shuffledSubarray(
      Array.from({ length: 12 }, (_, n) => n),
      { minLength: 12 },
    ),
    trips: fc.constantFrom(0.5, 1, 2, 2.5, 3, 4),
  });
  fc.assert(
    fc.property(day, ({ couriers, order, trips }) => {
      const taken = filled(couriers, order, trips);
      for (const [from, count] of couriers.entries()) {
        const hour = couriers.slice(from, from + 4);
        // One order is promised where anybody is there at all.
        if (hour.length === 4)
          expect(sum(taken.slice(from, from + 4))).toBeLessThanOrEqual(Math.max(1, (sum(hour) * trips) / 4));
        if (count === 0) expect(taken[from]).toBe(0);
      }
      if (sum(couriers) > 0) expect(sum(taken)).toBeGreaterThan(0);
    }),
  );
});

test('units: never more than our record or the partner says, and none where we have no record', () => {
  const counts = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.nat(50)).map((each) => new Map(Object.entries(each)));
  fc.assert(
    fc.property(counts, counts, (own, partner) => {
      const units = unitsCounted(own, partner);
      expect([...units.keys()]).toEqual([...own.keys()]);
      for (const [station, counted] of units) {
        expect(counted).toBe(Math.min(own.get(station)!, partner.get(station) ?? Infinity));
      }
    }),
  );
});
