import { decide } from '#domain/dispatch/decide';
import type { DispatchState } from '#domain/dispatch/types';
import type { Point } from '#cli/eval/dispatch/instance';
import { at, courier, minuteMs, order, plane, stateOf } from '#test/support/dispatchWorld';

const ask = (state: DispatchState<Point>, nowMinute = 0, overrides = {}) =>
  decide(state, plane, nowMinute * minuteMs, minuteMs, overrides);

test('an order that is ready goes to the courier who can be there first, with times', () => {
  const state = stateOf([courier('far', { place: at(20) }), courier('near', { place: at(3) })], [order('o')]);
  const [told, ...more] = ask(state).assignments;
  expect(more).toEqual([]);
  expect(told).toMatchObject({ courierId: 'near', stationId: 's', orderIds: ['o'] });
  // Three minutes there, two at the counter, two more, five to the door, two until it is handed over, two more.
  expect(told!.pickupAtMs).toBe(5 * minuteMs);
  expect(told!.dropoffAtMs).toEqual([14 * minuteMs]);
  expect(told!.freeAtMs).toBe(16 * minuteMs);
});

test('commits late: nobody is told before they have to leave, and then in time for the order', () => {
  const state = stateOf([courier('c', { place: at(3) })], [order('o', { readyAtMs: 20 * minuteMs })]);
  for (let minute = 0; minute < 15; minute += 1) expect(ask(state, minute).assignments).toEqual([]);
  expect(ask(state, 15).assignments).toMatchObject([{ orderIds: ['o'], pickupAtMs: 20 * minuteMs }]);
});

test('a courier who comes free close by is worth waiting for', () => {
  const soon = courier('soon', { place: at(1), freeAtMs: 4 * minuteMs });
  const state = stateOf([courier('far', { place: at(30) }), soon], [order('o')]);
  expect(ask(state).assignments).toEqual([]);
  expect(ask(state, 4).assignments).toMatchObject([{ courierId: 'soon' }]);
});

test('who is reserved for an order that is ready soon is not sent far away for another', () => {
  const soonReady = order('soon', { readyAtMs: 6 * minuteMs });
  const farAway = order('far', { stationId: 'f', station: at(30), destination: at(31) });
  const state = stateOf([courier('here', { place: at(1) }), courier('there', { place: at(25) })], [soonReady, farAway]);
  expect(ask(state).assignments).toMatchObject([{ courierId: 'there', orderIds: ['far'] }]);
  expect(ask(state, 3).assignments).toContainEqual(expect.objectContaining({ courierId: 'here', orderIds: ['soon'] }));
});

test('two orders of one station to one street are bundled when couriers are short, up to the capacity', () => {
  const orders = [1, 2, 3].map((n) => order(`o${n}`, { destination: at(20, n) }));
  const [told] = ask(stateOf([courier('c', { capacity: 2 })], orders)).assignments;
  expect(told!.orderIds).toHaveLength(2);
  expect(told!.explanation.bundle).not.toBeNull();
  expect(told!.dropoffAtMs).toEqual(told!.dropoffAtMs.toSorted((a, b) => a - b));
  expect(ask(stateOf([courier('c')], orders)).assignments[0]!.orderIds).toHaveLength(3);
});

test('with a courier for each, nothing is bundled that would arrive later for it', () => {
  const orders = [order('east', { destination: at(20) }), order('west', { destination: at(-20) })];
  const { assignments } = ask(stateOf([courier('a'), courier('b')], orders));
  expect(assignments.map(({ orderIds }) => orderIds.length)).toEqual([1, 1]);
});

test('orders of two stations are never one bundle', () => {
  const orders = [order('one'), order('two', { stationId: 't', station: at(0) })];
  expect(ask(stateOf([courier('c')], orders)).assignments[0]!.orderIds).toHaveLength(1);
});

test('an order that only one courier can still pick up is theirs, though another is waiting there too', () => {
  const orders = [order('any', { station: at(10), stationId: 'x' }), order('last')];
  // `leaving` is off duty too soon for the station at 10.
  const leaving = courier('leaving', { offDutyAtMs: 5 * minuteMs });
  const { assignments, unserved } = ask(stateOf([leaving, courier('staying', { place: at(2) })], orders));
  expect(unserved).toEqual([]);
  expect(assignments).toContainEqual(expect.objectContaining({ courierId: 'leaving', orderIds: ['last'] }));
  expect(assignments).toContainEqual(expect.objectContaining({ courierId: 'staying', orderIds: ['any'] }));
});

test('who declined an order is not told it again, alone or in a bundle', () => {
  const orders = [order('no', { declinedBy: ['c'] }), order('yes')];
  const { assignments, unserved } = ask(stateOf([courier('c')], orders));
  expect(assignments.map(({ orderIds }) => orderIds)).toEqual([['yes']]);
  expect(unserved).toEqual([{ orderId: 'no', reason: 'AllDeclined' }]);
});

test('priority goes first', () => {
  const orders = [order('plain', { destination: at(9) }), order('urgent', { destination: at(-9), priority: 9 })];
  const [told] = ask(stateOf([courier('c', { capacity: 1 })], orders)).assignments;
  expect(told!.orderIds).toEqual(['urgent']);
});

test('an order without courier says why', () => {
  expect(ask(stateOf([], [order('o')])).unserved).toEqual([{ orderId: 'o', reason: 'NoCourier' }]);
  const tooFar = courier('c', { place: at(9), offDutyAtMs: 5 * minuteMs });
  expect(ask(stateOf([tooFar], [order('o')])).unserved).toEqual([{ orderId: 'o', reason: 'OffDutyBefore' }]);
  const one = courier('c', { capacity: 1, offDutyAtMs: 5 * minuteMs });
  const { unserved, assignments } = ask(stateOf([one], [order('a'), order('b')]));
  expect(assignments).toHaveLength(1);
  expect(unserved).toMatchObject([{ reason: 'CapacityTaken' }]);
});

test('nothing to do is no error', () => {
  expect(ask(stateOf([], []))).toMatchObject({ assignments: [], moves: [], unserved: [] });
  expect(ask(stateOf([courier('c')], []))).toMatchObject({ assignments: [], moves: [], unserved: [] });
});

test('says why this courier, why together, why now', () => {
  const orders = [order('a', { destination: at(20) }), order('b', { destination: at(21) })];
  const state = stateOf([courier('near', { place: at(1) }), courier('far', { place: at(25) })], orders);
  const { explanation } = ask(state).assignments[0]!;
  expect(explanation.courier).toMatchObject({ travelMs: minuteMs, candidates: 2, nextBest: { courierId: 'far' } });
  expect(explanation.courier.nextBest!.costMs).toBeGreaterThan(explanation.courier.costMs);
  expect(explanation.bundle!.apartMs).toBeGreaterThan(explanation.courier.costMs);
  expect(explanation.slackMs).toBe(-3 * minuteMs);
  expect(explanation.reasons).toEqual([
    expect.stringMatching(/^least cost of 2 couriers: the next best, far, costs \d+(\.\d)? min more$/),
    expect.stringMatching(/^2 orders of one station together cost .* min; one by one they cost .* min$/),
    'leaves now: the order is ready 3 min before the courier can be there',
  ]);
});
