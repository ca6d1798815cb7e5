import fc from 'fast-check';
import { couriersCounted, unitsCounted, windowCapacity } from '../../../../domain/promise';
import { testZone } from '../../../support/testZone';

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

test('a quarter of an hour takes a quarter of the trips, rounded down', () => {
  const rules = { ...testZone().promise, tripsPerCourierHour: 2.5 };
  expect([0, 1, 2, 10, 12].map((couriers) => windowCapacity(couriers, rules))).toEqual([0, 0, 1, 6, 7]);
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
