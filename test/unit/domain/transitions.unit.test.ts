import { mustAllow, phasesTaking, type Transitions, withEveryEvent } from '#domain/transitions';

type Phase = 'off' | 'on' | 'broken';
type Event = 'press' | 'drop';

const table = {
  off: { press: ['on'], drop: ['off', 'broken'] },
  on: { press: ['off'] },
  broken: {},
} as const satisfies Transitions<Phase, Event>;
const lamp: Transitions<Phase, Event> = withEveryEvent<Event, typeof table>(table);

test('an event that may not come in a phase is refused, with both named', () => {
  expect(() => mustAllow('lamp', lamp, { from: 'on', event: 'drop', to: 'off' })).toThrow(
    'drop may not come to a lamp that is on',
  );
  expect(() => mustAllow('lamp', lamp, { from: 'off', event: 'press', to: 'broken' })).toThrow(
    'press may not lead a lamp that is off to broken',
  );
  expect(() => mustAllow('lamp', lamp, { from: 'off', event: 'drop', to: 'broken' })).not.toThrow();
});

test('phases that take an event are found', () => {
  expect(phasesTaking(lamp, 'press')).toEqual(['off', 'on']);
  expect(phasesTaking(lamp, 'drop')).toEqual(['off']);
});

test('a table without some phase, with a name that is none, or without some event does not compile', () => {
  const tables: unknown[] = [
    // @ts-expect-error: the phase `broken` is missing
    { off: { press: ['on'] }, on: {} } satisfies Transitions<Phase, Event>,
    // @ts-expect-error: there is no event `kick`
    { off: { kick: ['on'] }, on: {}, broken: {} } satisfies Transitions<Phase, Event>,
    // @ts-expect-error: there is no phase `dim` to lead to
    { off: { press: ['dim'] }, on: {}, broken: {} } satisfies Transitions<Phase, Event>,
    // @ts-expect-error: the event `drop` comes in no phase
    withEveryEvent<Event, { off: { press: ['on'] } }>({ off: { press: ['on'] } }),
  ];
  expect(tables).toHaveLength(4); // the compiler is the test: an error that is expected and does not come is one
});
