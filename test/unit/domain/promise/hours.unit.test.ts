import fc from 'fast-check';
import { closesAtMs } from '#domain/promise/index';
import { hourMs } from '#domain/time';

const at = (iso: string): number => Date.parse(iso);

describe('closesAtMs', () => {
  const shop = { openHour: 8, closeHour: 22 };

  test.each([
    ['before opening', '2026-01-15T07:59:59Z', null],
    ['at opening', '2026-01-15T08:00:00Z', '2026-01-15T22:00:00Z'],
    ['just before closing', '2026-01-15T21:59:59Z', '2026-01-15T22:00:00Z'],
    ['at closing', '2026-01-15T22:00:00Z', null],
    ['at night', '2026-01-15T03:00:00Z', null],
    // The clock on the wall counts: 08:00 in summer is an hour earlier.
    ['in summer, at opening', '2026-07-15T07:00:00Z', '2026-07-15T21:00:00Z'],
    ['in summer, before opening', '2026-07-15T06:59:59Z', null],
  ])('%s', (_, now, closes) => {
    expect(closesAtMs(shop, 'Europe/London', at(now))).toBe(closes === null ? null : at(closes));
  });

  describe('past midnight', () => {
    const bar = { openHour: 10, closeHour: 2 };

    test.each([
      ['in the evening', '2026-01-15T23:30:00Z', '2026-01-16T02:00:00Z'],
      ['after midnight, of the day before', '2026-01-16T00:30:00Z', '2026-01-16T02:00:00Z'],
      ['at closing', '2026-01-16T02:00:00Z', null],
      ['in the morning', '2026-01-16T09:00:00Z', null],
    ])('%s', (_, now, closes) => {
      expect(closesAtMs(bar, 'Europe/London', at(now))).toBe(closes === null ? null : at(closes));
    });

    test('on the night when the clocks go forward over closing time, it closes at the jump', () => {
      // 01:00 becomes 02:00 in London on 29 March 2026, at 01:00 UTC.
      const late = { openHour: 10, closeHour: 1 };
      expect(closesAtMs(late, 'Europe/London', at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
      expect(closesAtMs(bar, 'Europe/London', at('2026-03-29T00:30:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
      expect(closesAtMs(bar, 'Europe/London', at('2026-03-29T01:00:00Z'))).toBeNull();
    });

    test('on the night when the clocks go back, it stays open for the hour that comes twice', () => {
      // 02:00 becomes 01:00 on 25 October 2026, at 01:00 UTC: 02:00 on the wall is 02:00 UTC.
      expect(closesAtMs(bar, 'Europe/London', at('2026-10-25T00:30:00Z'))).toBe(at('2026-10-25T02:00:00Z'));
      expect(closesAtMs(bar, 'Europe/London', at('2026-10-25T01:30:00Z'))).toBe(at('2026-10-25T02:00:00Z'));
    });
  });

  test('24 is midnight, and 0 to 24 never closes', () => {
    expect(closesAtMs({ openHour: 8, closeHour: 24 }, 'UTC', at('2026-01-15T23:59:00Z'))).toBe(
      at('2026-01-16T00:00:00Z'),
    );
    expect(closesAtMs({ openHour: 0, closeHour: 24 }, 'UTC', at('2026-01-15T23:59:00Z'))).toBe(Infinity);
  });

  test('whoever is open is so for less than a day and an hour, and is closed when it closes', () => {
    const hours = fc
      .record({ openHour: fc.integer({ min: 0, max: 23 }), closeHour: fc.integer({ min: 0, max: 23 }) })
      .filter(({ openHour, closeHour }) => openHour !== closeHour);
    const zones = fc.constantFrom('Europe/London', 'Europe/Dublin', 'America/New_York', 'Asia/Kolkata');
    const instants = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(hours, zones, instants, (station, zone, now) => {
        const closes = closesAtMs(station, zone, now);
        if (closes === null) return;
        expect(closes).toBeGreaterThan(now);
        expect(closes - now).toBeLessThanOrEqual(25 * hourMs);
      }),
    );
  });
});
