import fc from 'fast-check';
import { DateTime } from 'luxon';
import { cycleDates, isZone, nextCycleFrom } from '#domain/calendar/index';
import type { Cadence, CycleRules } from '#domain/program/types';

const rules: CycleRules = { openHour: 9, openDays: 3, cutoffHour: 18, shipDaysAfterCutoff: 1 };
const monthly: Cadence = { every: 1, unit: 'month' };
const weekly: Cadence = { every: 1, unit: 'week' };

const at = (local: string, zone: string): number => DateTime.fromISO(local, { zone }).toMillis();
const shown = (ms: number, zone: string): string => DateTime.fromMillis(ms, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");
const openingDay = (ms: number, zone: string): string => DateTime.fromMillis(ms, { zone }).toFormat('yyyy-MM-dd');

/** Local openings of cycles 2 to `last`, after a first one that opened at `first`. */
function openings(first: string, zone: string, cadence: Cadence, last: number): string[] {
  const anchor = { atMs: at(first, zone), cycle: 1 };
  const numbers = Array.from({ length: last - 1 }, (_, index) => index + 2);
  return numbers.map((number) => shown(cycleDates(rules, cadence, zone, anchor, number).opensAtMs, zone));
}

describe('month ends', () => {
  it('clamps, and never drifts', () => {
    expect(openings('2023-01-31T15:30', 'Europe/London', monthly, 5)).toEqual([
      '2023-02-28T09:00',
      '2023-03-31T09:00',
      '2023-04-30T09:00',
      '2023-05-31T09:00',
    ]);
  });

  it('knows leap years, of the century too', () => {
    expect(openings('2024-01-31T15:30', 'Asia/Tokyo', monthly, 2)).toEqual(['2024-02-29T09:00']);
    expect(openings('2000-01-30T15:30', 'Asia/Tokyo', monthly, 2)).toEqual(['2000-02-29T09:00']);
    expect(openings('2100-01-30T15:30', 'Asia/Tokyo', monthly, 2)).toEqual(['2100-02-28T09:00']);
    const everyYear = openings('2024-02-29T12:00', 'UTC', { every: 12, unit: 'month' }, 5);
    expect(everyYear.map((local) => local.slice(0, 10))).toEqual([
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
    ]);
  });
});

describe('clock changes', () => {
  it('keeps the local hour across both', () => {
    expect(openings('2024-03-24T12:00', 'Europe/Berlin', weekly, 3)).toEqual(['2024-03-31T09:00', '2024-04-07T09:00']);
    expect(openings('2024-10-20T12:00', 'Europe/Berlin', weekly, 3)).toEqual(['2024-10-27T09:00', '2024-11-03T09:00']);
  });

  it('opens at the first instant after an hour that the clocks jump over', () => {
    const zone = 'Europe/Berlin'; // 2024-03-31, 02:00 to 03:00
    const anchor = { atMs: at('2024-03-24T12:00', zone), cycle: 1 };
    const dates = cycleDates({ ...rules, openHour: 2 }, weekly, zone, anchor, 2);
    expect(new Date(dates.opensAtMs).toISOString()).toBe('2024-03-31T01:00:00.000Z');
    expect(shown(dates.opensAtMs, zone)).toBe('2024-03-31T03:00');
  });

  it('takes the earlier of two instants that show the same time', () => {
    const zone = 'Europe/Berlin'; // 2024-10-27, 03:00 back to 02:00
    const anchor = { atMs: at('2024-10-20T12:00', zone), cycle: 1 };
    const dates = cycleDates({ ...rules, openHour: 2 }, weekly, zone, anchor, 2);
    expect(new Date(dates.opensAtMs).toISOString()).toBe('2024-10-27T00:00:00.000Z');
  });

  it('knows clocks that change by half an hour', () => {
    const zone = 'Australia/Lord_Howe'; // 2024-10-06, 02:00 to 02:30
    const anchor = { atMs: at('2024-09-29T12:00', zone), cycle: 1 };
    expect(shown(cycleDates({ ...rules, openHour: 2 }, weekly, zone, anchor, 2).opensAtMs, zone)).toBe(
      '2024-10-06T02:30',
    );
  });

  it('opens at midnight where midnight does not exist', () => {
    const zone = 'America/Sao_Paulo'; // 2018-11-04, 00:00 to 01:00
    const anchor = { atMs: at('2018-10-28T12:00', zone), cycle: 1 };
    expect(shown(cycleDates({ ...rules, openHour: 0 }, weekly, zone, anchor, 2).opensAtMs, zone)).toBe(
      '2018-11-04T01:00',
    );
  });
});

describe('a day that a zone skipped', () => {
  const zone = 'Pacific/Apia'; // the day after 2011-12-29 was 2011-12-31
  const anchor = { atMs: at('2011-12-23T12:00', zone), cycle: 1 };

  it('opens the cycle of that day at the start of the next, and no cycle twice', () => {
    const opens = [2, 3].map((number) => shown(cycleDates(rules, weekly, zone, anchor, number).opensAtMs, zone));
    expect(opens).toEqual(['2011-12-31T00:00', '2012-01-06T09:00']);
  });

  it('still leaves time to change the box', () => {
    const oneDay = { openHour: 9, openDays: 1, cutoffHour: 0, shipDaysAfterCutoff: 0 };
    const { opensAtMs, cutoffAtMs } = cycleDates(oneDay, weekly, zone, anchor, 2);
    expect([shown(opensAtMs, zone), shown(cutoffAtMs, zone)]).toEqual(['2011-12-31T00:00', '2012-01-01T00:00']);
  });

  it('counts calendar days for a cutoff on the other side of it', () => {
    const dates = cycleDates(
      { ...rules, openDays: 6 },
      weekly,
      zone,
      { ...anchor, atMs: at('2011-12-26T12:00', zone) },
      1,
    );
    expect(shown(dates.cutoffAtMs, zone)).toBe('2012-01-01T18:00');
  });
});

describe('the first cycle', () => {
  it('opens at the sign-up itself, and is counted from its local day', () => {
    const atMs = at('2024-05-10T23:59:59.999', 'Pacific/Auckland');
    const dates = cycleDates(rules, weekly, 'Pacific/Auckland', { atMs, cycle: 7 }, 7);
    expect(dates.opensAtMs).toBe(atMs);
    expect(shown(dates.cutoffAtMs, 'Pacific/Auckland')).toBe('2024-05-13T18:00');
    expect(shown(dates.shipAtMs, 'Pacific/Auckland')).toBe('2024-05-14T18:00');
  });
});

describe('isZone', () => {
  it.each(['Europe/Dublin', 'UTC', 'America/Argentina/Buenos_Aires'])('takes %s', (name) => {
    expect(isZone(name)).toBe(true);
  });

  it.each(['', 'Mars/Olympus', '+01:00', 'Europe', 'Europe/Dublin ', '../etc/passwd'])('refuses %j', (name) => {
    expect(isZone(name)).toBe(false);
    expect(() => cycleDates(rules, weekly, name, { atMs: 0, cycle: 1 }, 2)).toThrow(/is not an IANA time zone/);
  });
});

const zones = [...Intl.supportedValuesOf('timeZone'), 'UTC'];
const cadences = fc.record({
  every: fc.integer({ min: 1, max: 6 }),
  unit: fc.constantFrom('week' as const, 'month' as const),
});
const hours = fc.integer({ min: 0, max: 23 });
const anyRules = fc.record({
  openHour: hours,
  openDays: fc.integer({ min: 1, max: 6 }),
  cutoffHour: hours,
  shipDaysAfterCutoff: fc.integer({ min: 0, max: 5 }),
});
/** Instants of 1970 to 2037, many of them around month ends. */
const instants = fc.oneof(
  fc.integer({ min: 0, max: 2_145_000_000_000 }),
  fc
    .tuple(fc.integer({ min: 1970, max: 2037 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: -30, max: 30 }))
    .map(([year, month, hour]) => Date.UTC(year, month, 1, hour)),
);

describe('in every zone', () => {
  it.each(zones)('%s', (zone) => {
    const cycles = fc.record({
      rules: anyRules,
      cadence: cadences,
      atMs: instants,
      first: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(cycles, fc.integer({ min: 0, max: 60 }), (each, offset) => {
        const anchor = { atMs: each.atMs, cycle: each.first };
        const start = each.first + offset;
        const dates = Array.from({ length: 3 }, (_, index) =>
          cycleDates(each.rules, each.cadence, zone, anchor, start + index),
        );
        // Collected, since a matcher costs more than a date: there are a hundred thousand here.
        const broken: string[] = [];
        dates.forEach(({ opensAtMs, cutoffAtMs, shipAtMs }, index) => {
          const must = (holds: boolean, rule: string) => !holds && broken.push(`date ${index}: ${rule}`);
          must(opensAtMs < cutoffAtMs, 'open for a while');
          must(cutoffAtMs <= shipAtMs, 'not shipped before the cutoff');
          must(index === 0 || opensAtMs > dates[index - 1]!.opensAtMs, 'later than the one before');
          // On its own day: exactly one period after the other, since luxon's plain dates say the same.
          const periods = (offset + index) * each.cadence.every;
          const anchorDay = DateTime.fromISO(openingDay(each.atMs, zone), { zone: 'UTC' });
          const day = anchorDay.plus(each.cadence.unit === 'week' ? { weeks: periods } : { months: periods });
          if (periods === 0) must(opensAtMs === each.atMs, 'opens when it was signed up for');
          else must(isLocal(opensAtMs, day, each.rules.openHour, zone), 'opens on its day, at its hour');
        });
        expect(broken).toEqual([]);
        expect(cycleDates(each.rules, each.cadence, zone, anchor, start)).toEqual(dates[0]);
      }),
      { numRuns: 8 },
    );
  });
});

/** Is `ms` the first instant at which the clocks of `zone` show the day and hour, or anything later if they skip it? */
function isLocal(ms: number, day: DateTime, hour: number, zone: string): boolean {
  const wanted = day.set({ hour }).toFormat("yyyy-MM-dd'T'HH:mm");
  return shown(ms, zone) >= wanted && shown(ms - 1, zone) < wanted;
}

describe('nextCycleFrom', () => {
  const anchor = { atMs: at('2024-01-15T12:00', 'Europe/Paris'), cycle: 1 };
  const next = (number: number, local: string): number =>
    nextCycleFrom(rules, monthly, 'Europe/Paris', anchor, { number, nowMs: at(local, 'Europe/Paris') }).number;

  it('is the one after, when nothing was missed', () => {
    expect(next(1, '2024-01-18T18:00')).toBe(2);
  });

  it('does not make up for periods that passed', () => {
    expect(next(1, '2024-06-20T00:00')).toBe(7);
  });

  it('takes a cycle that opened meanwhile and may still be changed, up to its cutoff', () => {
    expect(next(1, '2024-06-18T17:59')).toBe(6);
    expect(next(1, '2024-06-18T18:00')).toBe(7);
  });

  it('never answers a number that was used, whatever the clock says', () => {
    expect(next(40, '2024-01-18T18:00')).toBe(41);
  });

  it('is the first whose cutoff is still to come, in any zone and after any time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        anyRules,
        cadences,
        instants,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: -500, max: 4_000 }),
        (zone, someRules, cadence, atMs, number, days) => {
          const nowMs = atMs + days * 86_400_000;
          const found = nextCycleFrom(someRules, cadence, zone, { atMs, cycle: 1 }, { number, nowMs });
          const dates = (each: number) => cycleDates(someRules, cadence, zone, { atMs, cycle: 1 }, each);
          expect(found.number).toBeGreaterThan(number);
          expect(found.opensAtMs).toBe(dates(found.number).opensAtMs);
          expect(dates(found.number).cutoffAtMs).toBeGreaterThan(nowMs);
          if (found.number > number + 1) expect(dates(found.number - 1).cutoffAtMs).toBeLessThanOrEqual(nowMs);
        },
      ),
      { numRuns: 200 },
    );
  });
});
