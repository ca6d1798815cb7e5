import { candidateOf } from '#domain/promise/index';
import { closed } from '#domain/promise/station';
import type { Situation } from '#domain/promise/types';
import type { Station, Zone } from '#domain/zone/types';
import { testZone, townHall } from '#test/support/testZone';

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
    expect(closed('oneHour', 'full', testZone()).explanation).toBe(
      'every place of that quarter of an hour in Test town is taken', // couriers may idle: it is places that are counted
    );
  });
});

describe('a closed station says when it opens', () => {
  const opensAt = (change: Partial<Situation>) => {
    const answer = candidateOf(situation(change), 'oneHour');
    if (!('reason' in answer)) throw new Error('the window is open');
    return { at: answer.opensAtMs && new Date(answer.opensAtMs).toISOString(), words: answer.explanation };
  };

  test('later today, in an answer for programs and in words', () => {
    expect(opensAt({ zone: withHours({ openHour: 14, closeHour: 20 }) })).toEqual({
      at: '2026-01-15T14:00:00.000Z',
      words:
        'the stations in Test town that have it are closed, or close too soon; ' +
        'the next one opens at 14:00 on Thursday, 15 January (Europe/London)',
    });
  });

  test('tomorrow, when it closes before the handoff, on the day the clocks change by their new time', () => {
    const late = Date.parse('2026-03-28T19:55:00Z');
    const { at, words } = opensAt({ zone: withHours({ openHour: 8, closeHour: 20 }), nowMs: late });
    expect(at).toBe('2026-03-29T07:00:00.000Z');
    expect(words).toContain('opens at 08:00 on Sunday, 29 March');
  });

  test('only stations that have it count', () => {
    const zone = testZone();
    const [market, park] = zone.stations.map((station) => ({ ...station, openHour: 14, closeHour: 20 }));
    const hours = { ...zone, stations: [{ ...market!, openHour: 13 }, park!] };
    expect(opensAt({ zone: hours, available: new Map([['test-park', 1]]) }).at).toBe('2026-01-15T14:00:00.000Z');
  });
});
