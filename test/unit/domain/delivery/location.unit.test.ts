import fc from 'fast-check';
import { nearEnough, plausibleLocation, zoneRadiusMeters } from '#domain/delivery/location';
import { distanceMeters } from '#domain/zone/distance';
import { cellsOf } from '#domain/zone/zoneOf';
import { cellToBoundary } from 'h3-js';
import { testZone } from '#test/support/testZone';

const zone = testZone();
const { center } = zone.cells;
const nowMs = Date.parse('2026-03-02T12:00:00Z');
const north = (kilometers: number) => ({ lat: center.lat + kilometers / 111.195, lng: center.lng });
const ruleOf = (verdict: ReturnType<typeof plausibleLocation>) => (verdict.accepted ? null : verdict.details?.['rule']);
const check = (kilometers: number, atMs = nowMs, knownKilometers?: number, knownAtMs = nowMs) =>
  ruleOf(
    plausibleLocation(
      { place: north(kilometers), atMs },
      knownKilometers === undefined ? null : { place: north(knownKilometers), atMs: knownAtMs },
      zone,
      nowMs,
    ),
  );

test('a minute of the future is a phone that is fast; more is not believed', () => {
  expect([check(0, nowMs + 60_000), check(0, nowMs + 60_001)]).toEqual([null, 'future']);
});

test('50 km from the zone is as far as anybody comes from', () => {
  const edge = zoneRadiusMeters(zone) / 1_000 + 50;
  expect([check(edge - 0.5), check(edge + 0.5)]).toEqual([null, 'tooFar']);
  expect(ruleOf(plausibleLocation({ place: { lat: -33.9, lng: 151.2 }, atMs: nowMs }, null, zone, nowMs))).toBe(
    'tooFar',
  );
});

test('200 km/h is as fast as anybody is; the error of a fix is not speed', () => {
  const minuteAgo = nowMs - 60_000;
  expect([check(3.3, nowMs, 0, minuteAgo), check(3.6, nowMs, 0, minuteAgo)]).toEqual([null, 'tooFast']);
  expect(check(0.09, nowMs, 0, nowMs - 1)).toBeNull();
  expect(check(30, nowMs - 1, 0, nowMs)).toBeNull(); // older than what is known: ignored, not refused
});

test('every cell of a zone is within its radius', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 9 }), fc.integer({ min: 0, max: 6 }), (resolution, rings) => {
      const cells = { center, resolution, rings };
      const radius = zoneRadiusMeters({ cells });
      for (const cell of cellsOf(cells)) {
        for (const [lat, lng] of cellToBoundary(cell)) {
          // Cells differ in size: those of the middle latitudes are within a fifth of the average.
          expect(distanceMeters(center, { lat, lng })).toBeLessThan(radius * 1.25);
        }
      }
    }),
    { numRuns: 20 },
  );
});

test('a drop-off is near when nobody knows better', () => {
  const at = (kilometers: number, ageMs: number) =>
    nearEnough({ place: north(kilometers), atMs: nowMs - ageMs }, center, nowMs).accepted;
  expect([at(0.49, 0), at(0.51, 0), at(0.51, 120_000), at(0.51, 120_001)]).toEqual([true, false, false, true]);
  expect(nearEnough(null, center, nowMs).accepted).toBe(true);
});
