import { countsAtOnce, type DeedEvent, deedsOf } from '#domain/events/deeds';
import { type CycleFacts, cycleEvents } from '#domain/events/facts';
import { dayOf, daysToMake, firstDayKept } from '#domain/events/retention';
import { type EventKind, eventKinds, type NewEvent } from '#domain/events/types';

const subject = { id: 'sub_1', customerId: 'cus_1', programId: 'stem-toys' };
const open: CycleFacts = { status: 'open', sku: 'toy-1', skipped: false };

const changed = (before: Partial<CycleFacts>, after: Partial<CycleFacts>): NewEvent[] =>
  cycleEvents(subject, {
    cycle: 3,
    before: { ...open, ...before },
    after: { ...open, ...after },
    revision: 7,
    atMs: 1_000,
  });

const kinds = (events: NewEvent[]) => events.map(({ kind, sku }) => [kind, sku]);

test.each([
  ['nothing', {}, {}, []],
  ['a swap', {}, { sku: 'toy-2' }, [['swap', 'toy-1']]],
  ['the first item of a cycle without one', { sku: null }, { sku: 'toy-2' }, [['swap', null]]],
  ['a skip', {}, { skipped: true }, [['skip', 'toy-1']]],
  ['an unskip', { skipped: true }, {}, [['unskip', 'toy-1']]],
  [
    'a swap that takes a skip back',
    { skipped: true },
    { sku: 'toy-2' },
    [
      ['unskip', 'toy-1'],
      ['swap', 'toy-1'],
    ],
  ],
  ['the cutoff', {}, { status: 'shipped' }, [['renew', 'toy-1']]],
  ['the cutoff of a skipped cycle', { skipped: true }, { skipped: true, status: 'skipped' }, []],
  ['a cancel', {}, { status: 'cancelled' }, []],
] as [string, Partial<CycleFacts>, Partial<CycleFacts>, unknown[]][])('%s', (_name, before, after, expected) => {
  expect(kinds(changed(before, after))).toEqual(expected);
});

test('an event has the ID of its fact, whoever tells it again', () => {
  expect(changed({}, { sku: 'toy-2' })).toEqual([
    {
      id: 'everbox:sub_1:3:swap:7',
      kind: 'swap',
      customerId: 'cus_1',
      programId: 'stem-toys',
      sku: 'toy-1',
      subscriptionId: 'sub_1',
      sessionId: null,
      occurredAtMs: 1_000,
      data: { cycle: 3, to: 'toy-2' },
    },
  ]);
});

describe('deeds', () => {
  const event = (kind: EventKind, sku: string, data = {}, change: Partial<DeedEvent> = {}): DeedEvent => {
    return { kind, sku, subscriptionId: 'sub_1', occurredAt: new Date(5), source: 'everbox', data, ...change };
  };
  const said = (kind: EventKind, sku: string, data = {}, change: Partial<DeedEvent> = {}): DeedEvent =>
    event(kind, sku, data, { source: 'customer', ...change });
  const namesOf = (events: DeedEvent[]): string[] => deedsOf(events).map(({ kind, sku }) => `${kind} ${sku}`);

  test('are what the events stand for', () => {
    const events = [
      event('deliver', 'a'),
      event('rate', 'a', { stars: 2 }),
      event('return', 'a'),
      event('view', 'b'),
      event('click', 'b'),
      event('fit', 'a'),
    ];
    expect(deedsOf(events)).toEqual([
      { kind: 'sent', sku: 'a', atMs: 5 },
      { kind: 'rated', sku: 'a', atMs: 5, stars: 2 },
      { kind: 'returned', sku: 'a', atMs: 5 },
      { kind: 'viewed', sku: 'b', atMs: 5 },
      { kind: 'clicked', sku: 'b', atMs: 5 },
    ]);
  });

  test('that were taken back in the same cycle do not count', () => {
    const events = [
      event('skip', 'a', { cycle: 1 }),
      event('skip', 'a', { cycle: 2 }),
      event('unskip', 'a', { cycle: 2 }),
      event('swap', 'a', { cycle: 2, to: 'b' }),
      event('swap', 'b', { cycle: 2, to: 'a' }),
    ];
    expect(deedsOf(events).map(({ kind, sku }) => [kind, sku])).toEqual([
      ['skipped', 'a'],
      ['swappedAway', 'b'],
    ]);
  });

  test('of a client count, unless Everbox itself tells of the same act', () => {
    expect(namesOf([said('swap', 'a', { cycle: 1, to: 'b' })])).toEqual(['swappedAway a']);
    const swap = event('swap', 'a', { cycle: 1, to: 'b' });
    const repeats = [
      said('swap', 'a', { cycle: 1, to: 'b' }),
      said('swap', 'b', { cycle: 1 }), // of that cycle Everbox knows better
      said('swap', 'a'),
      said('swap', 'a', {}, { subscriptionId: null, source: 'service' }),
      said('swap', 'a', { cycle: 1 }, { subscriptionId: null }),
    ];
    for (const repeat of repeats) {
      expect(namesOf([swap, repeat])).toEqual(['swappedAway a']);
      expect(namesOf([repeat, swap])).toEqual(['swappedAway a']);
    }
    const others = [
      said('swap', 'a', { cycle: 2 }),
      said('swap', 'a', { cycle: 1 }, { subscriptionId: 'sub_2' }),
      said('swap', 'c'),
    ];
    for (const other of others) expect(namesOf([swap, other])).toEqual(['swappedAway a', `swappedAway ${other.sku}`]);
    expect(namesOf([swap, said('skip', 'a', { cycle: 1 }), said('view', 'a')])).toEqual([
      'swappedAway a',
      'skipped a',
      'viewed a',
    ]);
  });

  test('that Everbox saw taken back stay so, whatever a client says of them', () => {
    const undone = [event('skip', 'a', { cycle: 1 }), event('unskip', 'a', { cycle: 1 })];
    expect(namesOf([...undone, said('skip', 'a', { cycle: 1 })])).toEqual([]);
    expect(namesOf([said('skip', 'a'), ...undone])).toEqual([]);
    // A client takes back what it said itself, not what Everbox knows.
    expect(namesOf([event('skip', 'a', { cycle: 1 }), said('unskip', 'a', { cycle: 1 })])).toEqual(['skipped a']);
    expect(namesOf([said('skip', 'a', { cycle: 1 }), said('unskip', 'a', { cycle: 1 })])).toEqual([]);
  });

  test('count at once, but for looks', () => {
    expect(eventKinds.filter(countsAtOnce)).toEqual(['swap', 'skip', 'unskip', 'deliver', 'rate', 'return', 'fit']);
  });
});

test('days are made ahead of time, and kept a little longer than events may be old', () => {
  const nowMs = Date.parse('2026-11-23T23:59:59Z');
  const days = daysToMake(nowMs);
  expect([days.length, days[0], days.at(-1)]).toEqual([16, '2026-11-22', '2026-12-07']);
  expect(firstDayKept(nowMs, 30) < dayOf(nowMs - 30 * 86_400_000)).toBe(true);
});
