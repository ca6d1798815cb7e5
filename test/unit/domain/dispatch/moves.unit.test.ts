import { decide } from '#domain/dispatch/decide';
import type { DemandMemory } from '#domain/dispatch/types';
import { at, courier, minuteMs, order, plane, stateOf } from '#test/support/dispatchWorld';

const stations = [
  { id: 'busy', place: at(0) },
  { id: 'quiet', place: at(60) },
];

/** A day on which nearly all orders came from `busy`, ready at once. */
const demand: DemandMemory = {
  asOfMs: 0,
  orders: 200,
  ordersOfStation: { busy: 199, quiet: 1 },
  leadMinutes: [200, ...Array.from({ length: 60 }, () => 0)],
  ordersPerMinute: 2,
  counted: [],
};
const more = { stations, memory: { plan: {}, demand } };
const movesOf = (couriers: ReturnType<typeof courier>[], orders: ReturnType<typeof order>[] = [], overrides = {}) =>
  decide(stateOf(couriers, orders, more), plane, 0, minuteMs, overrides).moves;

test('an idle courier is sent to where the data says orders come from', () => {
  const [move, ...others] = movesOf([courier('c', { place: at(12) })]);
  expect(others).toEqual([]);
  expect(move).toMatchObject({ courierId: 'c', stationId: 'busy', arrivesAtMs: 12 * minuteMs });
  expect(move!.savesMs).toBeGreaterThan(0);
});

test.each([
  ['who is there already stays', [courier('c')], [], {}],
  ['who has an order to deliver is not moved', [courier('c', { place: at(12) })], [order('o')], {}],
  ['who is busy is not moved', [courier('c', { place: at(12), freeAtMs: minuteMs })], [], {}],
  ['who is off duty before they are there stays', [courier('c', { place: at(12), offDutyAtMs: 9 * minuteMs })], [], {}],
  ['nobody is moved where the caller does not want it', [courier('c', { place: at(12) })], [], { moves: false }],
])('%s', (_, couriers, orders, overrides) => {
  expect(movesOf(couriers, orders, overrides)).toEqual([]);
});

test('who is on the way stays so, and nobody else is sent after them', () => {
  const onTheWay = courier('c', { place: at(12), headedFor: 'busy' });
  expect(movesOf([onTheWay])).toEqual([]);
  const others = movesOf([onTheWay, courier('d', { place: at(12) })]);
  expect(others.filter(({ courierId, stationId }) => courierId === 'c' || stationId === 'busy')).toEqual([]);
  // And is free for an order nevertheless.
  const { assignments } = decide(stateOf([onTheWay], [order('o')], more), plane, 0, minuteMs);
  expect(assignments).toMatchObject([{ courierId: 'c', orderIds: ['o'] }]);
});

test('without a word about stations there is nowhere to move to', () => {
  const state = stateOf([courier('c', { place: at(12) })], []);
  expect(decide(state, plane, 0, minuteMs).moves).toEqual([]);
});
