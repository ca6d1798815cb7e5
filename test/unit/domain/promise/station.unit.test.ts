import { candidateOf } from '../../../../domain/promise';
import type { Situation } from '../../../../domain/promise/types';
import type { Station, Zone } from '../../../../domain/geography/types';
import { testZone, townHall } from '../../../support/testZone';

const nowMs = Date.parse('2026-01-15T12:07:00Z');

const situation = (change: Partial<Situation> = {}): Situation => ({
  zone: testZone(),
  place: townHall,
  nowMs,
  available: new Map([
    ['test-market', 3],
    ['test-park', 3],
  ]),
  holdMinutes: 5,
  ...change,
});

/** The test zone with other hours of its first, or of every, station. */
function withHours(hours: Partial<Station>, which: 'first' | 'all' = 'all'): Zone {
  const zone = testZone();
  const change = (station: Station, index: number) =>
    which === 'all' || index === 0 ? { ...station, ...hours } : station;
  return { ...zone, stations: zone.stations.map(change) };
}

test('the nearest station makes the promise, due at the end of the window', () => {
  expect(candidateOf(situation(), 'oneHour')).toEqual({
    kind: 'oneHour',
    stationId: 'test-market',
    stationTitle: 'Market',
    feeCents: 499,
    dueAtMs: nowMs + 3_600_000,
    windowStartsAtMs: Date.parse('2026-01-15T13:00:00Z'),
  });
  expect(candidateOf(situation(), 'twoHour')).toMatchObject({ feeCents: 299, dueAtMs: nowMs + 7_200_000 });
});

test.each([
  ['has nothing left', { available: new Map([['test-park', 1]]) }],
  ['has an empty shelf', { available: new Map(Object.entries({ 'test-market': 0, 'test-park': 1 })) }],
  ['is closed', { zone: withHours({ openHour: 14, closeHour: 20 }, 'first') }],
  [
    'closes before the handoff',
    { zone: withHours({ openHour: 6, closeHour: 12 }, 'first'), nowMs: nowMs - 12 * 60_000 },
  ],
])('the next nearest does where the nearest %s', (_, change) => {
  expect(candidateOf(situation(change), 'oneHour')).toMatchObject({ stationId: 'test-park' });
});

describe('no promise is made', () => {
  test('without stock', () => {
    expect(candidateOf(situation({ available: new Map() }), 'oneHour')).toMatchObject({ reason: 'noStock' });
  });

  test('while the stations are closed', () => {
    const zone = withHours({ openHour: 14, closeHour: 20 });
    expect(candidateOf(situation({ zone }), 'twoHour')).toMatchObject({ reason: 'stationClosed' });
  });

  test('that a station could only hand off after closing: hold and handoff must fit in', () => {
    const zone = withHours({ openHour: 6, closeHour: 13 });
    const closing = Date.parse('2026-01-15T13:00:00Z');
    const needed = (5 + 15) * 60_000;
    expect(candidateOf(situation({ zone, nowMs: closing - needed }), 'oneHour')).toHaveProperty('stationId');
    expect(candidateOf(situation({ zone, nowMs: closing - needed + 1 }), 'oneHour')).toMatchObject({
      reason: 'stationClosed',
    });
  });

  test('that no courier can keep: a slow city has two hours, but not one', () => {
    const couriers = { ...testZone().couriers, metersPerMinute: 12 };
    const zone = testZone({ couriers });
    expect(candidateOf(situation({ zone }), 'oneHour')).toMatchObject({ reason: 'tooFar' });
    expect(candidateOf(situation({ zone }), 'twoHour')).toMatchObject({ stationId: 'test-market' });
  });

  test('and every refusal says why, in words', () => {
    const { explanation } = candidateOf(situation({ available: new Map() }), 'oneHour') as { explanation: string };
    expect(explanation).toBe('no station in Test town has it');
  });
});
