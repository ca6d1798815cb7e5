import fc from 'fast-check';
import type { Zone } from '#domain/zone/types';
import { closesAtMs, wishAt, wishHasPassed } from '#domain/promise/index';
import type { CourierWish } from '#domain/promise/types';
import { testZone, townHall } from '#test/support/testZone';

const hoursOf = (openHour: number, closeHour: number): Zone => {
  const zone = testZone();
  return { ...zone, stations: zone.stations.map((station) => ({ ...station, openHour, closeHour })) };
};

const readyAtMs = Date.parse('2026-01-15T18:00:00Z');
const wished = { zone: hoursOf(8, 22), place: townHall, readyAtMs, kind: 'oneHour' as const, from: null };

/** When a courier would be asked for, or why never. */
function when(change: Partial<Omit<typeof wished, 'from'>> & { from?: string }): string {
  const answer = wishAt({ ...wished, ...change });
  return 'reason' in answer ? answer.reason : new Date(answer.fromAtMs).toISOString();
}

test.each([
  ['as soon as the box is ready', {}, '2026-01-15T18:00:00.000Z'],
  ['when a station opens, if the box is ready at night', { zone: hoursOf(8, 17) }, '2026-01-16T08:00:00.000Z'],
  ['with time for the handoff before the stations close', { zone: hoursOf(8, 18) }, '2026-01-16T08:00:00.000Z'],
  ['later the same day', { from: '20:15' }, '2026-01-15T20:15:00.000Z'],
  ['at once, to the minute', { from: '18:00' }, '2026-01-15T18:00:00.000Z'],
  ['the next day, when the box is not ready by then', { from: '09:30' }, '2026-01-16T09:30:00.000Z'],
  ['never, when the stations are closed then', { from: '07:59' }, 'stationClosed'],
  ['never, when they close before the handoff', { from: '21:45' }, 'stationClosed'],
])('%s', (_, change, expected) => {
  expect(when(change)).toBe(expected);
});

test('times are what the clocks of the zone show, also on the day they change', () => {
  const saturdayEvening = Date.parse('2026-03-28T18:00:00Z');
  expect(when({ readyAtMs: saturdayEvening, from: '09:30' })).toBe('2026-03-29T08:30:00.000Z');
});

test('the zone’s fee, and the window that it would be', () => {
  expect(wishAt(wished)).toMatchObject({ window: { feeCents: 499, dueAtMs: readyAtMs + 3_600_000 } });
});

test('no courier from stations that are too far away; a refusal does not speak of stock, which nobody has looked at', () => {
  const slow = testZone({ couriers: { ...testZone().couriers, metersPerMinute: 12 } });
  expect(wishAt({ ...wished, zone: slow })).toMatchObject({ reason: 'tooFar' });
  expect(wishAt({ ...wished, zone: slow, kind: 'twoHour' })).toHaveProperty('fromAtMs');
  const { explanation } = wishAt({ ...wished, from: '03:00' }) as { explanation: string };
  expect(explanation).toBe(
    'the stations in Test town are closed then, or close too soon; ' +
      'the next one opens at 08:00 on Friday, 16 January (Europe/London)',
  );
});

test('whatever the hours: never before the box is ready, never at a closed station, and within two days', () => {
  const hour = fc.integer({ min: 0, max: 23 });
  const from = fc.option(
    fc.tuple(hour, fc.integer({ min: 0, max: 59 })).map((parts) => parts.map((n) => `${n}`.padStart(2, '0')).join(':')),
  );
  fc.assert(
    fc.property(hour, hour, fc.integer({ min: 0, max: 400 * 24 * 60 }), from, (open, close, minutes, time) => {
      const zone = hoursOf(open, close === open ? (close + 12) % 24 : close);
      const readyMs = Date.parse('2026-01-01T00:00:00Z') + minutes * 60_000;
      const answer = wishAt({ ...wished, zone, readyAtMs: readyMs, from: time });
      if ('reason' in answer) {
        expect(time).not.toBeNull();
        return;
      }
      expect(answer.fromAtMs).toBeGreaterThanOrEqual(readyMs);
      expect(answer.fromAtMs).toBeLessThanOrEqual(readyMs + 48 * 3_600_000);
      expect(Number.isInteger(answer.fromAtMs)).toBe(true);
      expect(closesAtMs(zone.stations[0]!, zone.timeZone, answer.fromAtMs)).not.toBeNull();
    }),
  );
});

test('who asked for a time does not wait much longer; who asked for none is served whenever it is possible', () => {
  const wish: CourierWish = { kind: 'oneHour', zoneId: 'town', feeCents: 499, from: '18:00', fromAtMs: readyAtMs };
  expect(wishHasPassed(wish, readyAtMs + 3_600_000)).toBe(false);
  expect(wishHasPassed(wish, readyAtMs + 3_600_001)).toBe(true);
  expect(wishHasPassed({ ...wish, kind: 'twoHour' }, readyAtMs + 3_600_001)).toBe(false);
  expect(wishHasPassed({ ...wish, from: null }, readyAtMs + 1e9)).toBe(false);
});
