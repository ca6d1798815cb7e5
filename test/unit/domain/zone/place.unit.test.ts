import fc from 'fast-check';
import { distanceMeters, travelMs } from '#domain/zone/distance';
import type { LatLng } from '#domain/zone/types';
import { cellsOf, zoneOf } from '#domain/zone/zoneOf';
import { testZone, townHall } from '#test/support/testZone';

const place: fc.Arbitrary<LatLng> = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lng: fc.double({ min: -180, max: 180, noNaN: true }),
});

/** `meters` north of a place. */
const north = ({ lat, lng }: LatLng, meters: number): LatLng => ({ lat: lat + meters / 111_195, lng });

describe('distanceMeters', () => {
  test('agrees with what is known', () => {
    const london = { lat: 51.5074, lng: -0.1278 };
    const paris = { lat: 48.8566, lng: 2.3522 };
    expect(distanceMeters(london, paris) / 1_000).toBeCloseTo(343.6, 0);
    // A degree of a great circle, and half the way around.
    expect(distanceMeters({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })).toBeCloseTo(111_195, 0);
    expect(distanceMeters({ lat: 0, lng: 0 }, { lat: 0, lng: 180 })).toBeCloseTo(Math.PI * 6_371_008.8, 0);
    expect(distanceMeters({ lat: 0, lng: 179.5 }, { lat: 0, lng: -179.5 })).toBeCloseTo(111_195, 0);
  });

  test('is the same both ways, never negative, and 0 to the place itself', () => {
    fc.assert(
      fc.property(place, place, (a, b) => {
        expect(distanceMeters(a, b)).toBeGreaterThanOrEqual(0);
        expect(distanceMeters(a, b)).toBeCloseTo(distanceMeters(b, a), 6);
        expect(distanceMeters(a, a)).toBe(0);
      }),
    );
  });

  test('tells couriers a time', () => {
    expect(travelMs(townHall, north(townHall, 2_500), 250)).toBeGreaterThan(599_000);
    expect(travelMs(townHall, north(townHall, 2_500), 250)).toBeLessThan(601_000);
    expect(travelMs(townHall, townHall, 250)).toBe(0);
  });
});

describe('zoneOf', () => {
  const zone = testZone();

  test('finds the zone around a place, and none elsewhere', () => {
    expect(zoneOf([zone], townHall)).toBe(zone);
    expect(zoneOf([zone], north(townHall, 2_000))).toBe(zone);
    expect(zoneOf([zone], north(townHall, 20_000))).toBeNull();
    expect(zoneOf([], townHall)).toBeNull();
  });

  test('an overlap belongs to the nearest centre, in whatever order the zones come', () => {
    const center = north(townHall, 3_000);
    const neighbour = testZone({ id: 'neighbour', cells: { center, resolution: 8, rings: 5 } });
    for (const zones of [
      [zone, neighbour],
      [neighbour, zone],
    ]) {
      expect(zoneOf(zones, north(townHall, 500))?.id).toBe('test-town');
      expect(zoneOf(zones, north(townHall, 2_500))?.id).toBe('neighbour');
    }
  });

  test('serves whole cells: as many as the rings hold, computed once', () => {
    expect(cellsOf(zone.cells).size).toBe(1 + 3 * 5 * 6);
    expect(cellsOf({ ...zone.cells })).toBe(cellsOf(zone.cells));
  });

  test('every place in the world has an answer', () => {
    fc.assert(
      fc.property(place, (anywhere) => {
        const found = zoneOf([zone], anywhere);
        // Seven kilometres are beyond the last ring.
        if (distanceMeters(anywhere, townHall) > 7_000) expect(found).toBeNull();
      }),
    );
  });
});
