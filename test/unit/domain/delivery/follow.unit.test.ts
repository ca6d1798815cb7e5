import fc from 'fast-check';
import {
  follow,
  hasEnded,
  newDelivery,
  nextDeadline,
  passDeadline,
  type FollowedDelivery,
} from '../../../../domain/delivery/follow';
import { deliveryEventKinds } from '../../../../domain/delivery/types';

const minuteMs = 60_000;
const promise = { handoffDueAtMs: 15 * minuteMs, dueAtMs: 60 * minuteMs };

const step = fc.oneof(
  fc.record({ type: fc.constant('event' as const), kind: fc.constantFrom(...deliveryEventKinds) }),
  fc.record({ type: fc.constant('deadline' as const), applied: fc.boolean() }),
);

/** Walks a delivery through events and deadlines in any order, as late and repeated signals bring them. */
function walk(steps: { type: string; kind?: string; applied?: boolean }[]) {
  let delivery: FollowedDelivery = newDelivery;
  const visited: FollowedDelivery[] = [];
  const passed: string[] = [];
  for (const [n, next] of steps.entries()) {
    if (next.type === 'event') {
      delivery = follow(delivery, next.kind as (typeof deliveryEventKinds)[number], n);
    } else {
      const due = nextDeadline(delivery, promise);
      if (due) {
        passed.push(due.deadline);
        delivery = passDeadline(delivery, due.deadline, due.atMs, next.applied ?? true);
      }
    }
    visited.push(delivery);
  }
  return { visited, passed };
}

test('an end is final: no late signal takes it back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { visited } = walk(steps);
      const end = visited.findIndex(({ phase }) => hasEnded(phase));
      if (end >= 0) for (const later of visited.slice(end)) expect(later).toEqual(visited[end]);
    }),
  );
});

test('every deadline passes at most once, and an ended delivery has none', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { visited, passed } = walk(steps);
      expect(new Set(passed).size).toBe(passed.length);
      const last = visited.at(-1);
      if (last && hasEnded(last.phase)) expect(nextDeadline(last, promise)).toBeNull();
    }),
  );
});

test('what is with the courier on the way is never given up by a deadline', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      for (const delivery of walk(steps).visited) {
        if (delivery.phase !== 'onTheWay' && delivery.phase !== 'returning') continue;
        expect(nextDeadline(delivery, promise)?.deadline ?? 'missed').not.toBe('hopeless');
      }
    }),
  );
});

test('without a word from anybody it is at risk at the handoff, missed when due, and given up an hour later', () => {
  const { passed, visited } = walk([{ type: 'deadline' }, { type: 'deadline' }, { type: 'deadline' }]);
  expect(passed).toEqual(['handoffLate', 'missed', 'hopeless']);
  expect(visited.at(-1)).toMatchObject({ phase: 'failed', endedAtMs: 120 * minuteMs, atRisk: true, missed: true });
});

test('what the row knows better is not missed, and not given up', () => {
  const late = passDeadline(newDelivery, 'missed', 1, false);
  expect(late).toMatchObject({ missed: false, passed: ['missed'] });
  expect(passDeadline(late, 'hopeless', 2, false)).toMatchObject({ phase: 'preparing', endedAtMs: null });
});

test('a packed order without a courier is at risk 25 minutes before it is due', () => {
  const packed = follow(newDelivery, 'packed', 5);
  expect(nextDeadline(packed, promise)).toEqual({ deadline: 'atRisk', atMs: 35 * minuteMs });
});

test('the delivery goes through JSON unchanged', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      for (const delivery of walk(steps).visited) expect(JSON.parse(JSON.stringify(delivery))).toEqual(delivery);
    }),
  );
});
