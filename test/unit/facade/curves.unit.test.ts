import fc from 'fast-check';
import { unitsAtStation, zoneCapacityAt } from '#facade/testData/curves';
import { hourMs } from '#domain/time';

const at = (hour: number): number => Date.UTC(2026, 5, 1, hour);
const name = fc.string({ minLength: 1, maxLength: 20 });
const time = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2100, 0, 1) });

test('the same station, item and hour have the same stock, a whole number that is never negative', () => {
  fc.assert(
    fc.property(name, name, time, fc.nat(hourMs - 1), (station, sku, atMs, laterMs) => {
      const hour = Math.floor(atMs / hourMs) * hourMs;
      const units = unitsAtStation(station, sku, hour);
      expect(unitsAtStation(station, sku, hour + laterMs)).toBe(units);
      expect(Number.isInteger(units) && units >= 0 && units <= 24).toBe(true);
    }),
  );
});

test('stock only falls between two mornings', () => {
  fc.assert(
    fc.property(name, name, (station, sku) => {
      const day = Array.from({ length: 24 }, (_, hour) => unitsAtStation(station, sku, at(6 + hour)));
      expect(day).toEqual(day.toSorted((left, right) => right - left));
    }),
  );
});

test('there is something of everything: full shelves, sold out ones, and what is not carried', () => {
  const stations = Array.from({ length: 200 }, (_, index) => `station-${index}`);
  const morning = stations.map((station) => unitsAtStation(station, 'SKU-1', at(6)));
  const evening = stations.map((station) => unitsAtStation(station, 'SKU-1', at(22)));
  const none = (units: number[]): number => units.filter((count) => count === 0).length;
  expect(none(morning)).toBeGreaterThan(0);
  expect(none(evening)).toBeGreaterThan(none(morning));
  expect(none(evening)).toBeLessThan(stations.length);
});

test('a zone has the same couriers in the same hour, always some, and fewer offers than couriers', () => {
  fc.assert(
    fc.property(name, time, (zone, atMs) => {
      const { couriersOnShift, openOffers } = zoneCapacityAt(zone, atMs);
      expect(zoneCapacityAt(zone, Math.floor(atMs / hourMs) * hourMs)).toEqual({ couriersOnShift, openOffers });
      expect(couriersOnShift).toBeGreaterThan(0);
      expect(openOffers).toBeGreaterThanOrEqual(0);
      expect(openOffers).toBeLessThan(couriersOnShift);
    }),
  );
});

test('more couriers at dinner than at night', () => {
  expect(zoneCapacityAt('z', at(18)).couriersOnShift).toBeGreaterThan(zoneCapacityAt('z', at(3)).couriersOnShift);
});
