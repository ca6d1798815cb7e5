import fc from 'fast-check';
import {
  counts,
  deadlineAtMs,
  deadlines,
  hasEnded,
  learn,
  newDelivery,
  nextDeadline,
  passDeadline,
  type Deadline,
  type FollowedDelivery,
} from '#domain/delivery/follow';
import { deliveryEnds, type DeliveryFacts } from '#domain/delivery/types';
import { minuteMs } from '#domain/time';

const promise = { handoffDueAtMs: 15 * minuteMs, dueAtMs: 60 * minuteMs };

/** What the row said from an instant on. */
type Version = DeliveryFacts & { fromMs: number };

/** A row's life: packed, accepted, picked up and ended at rising instants, minutes apart. */
const life = fc
  .record({
    pauses: fc.tuple(...Array.from({ length: 4 }, () => fc.nat({ max: 60 * minuteMs }))),
    end: fc.constantFrom(...deliveryEnds.filter((end) => end !== 'failed')),
  })
  .map(({ pauses, end }): Version[] => {
    let fromMs = 0;
    const at = pauses.map((pause) => (fromMs += pause));
    const [packedAtMs = 0, acceptedAtMs = 0, pickedUpAtMs = 0, endedAtMs = 0] = at;
    const none = { packedAtMs: null, pickedUpAtMs: null, endedAtMs: null };
    return [
      { ...none, fromMs: 0, revision: 1, phase: 'preparing' },
      { ...none, fromMs: packedAtMs, revision: 4, phase: 'waiting', packedAtMs },
      { ...none, fromMs: acceptedAtMs, revision: 7, phase: 'accepted', packedAtMs },
      { ...none, fromMs: pickedUpAtMs, revision: 9, phase: 'onTheWay', packedAtMs, pickedUpAtMs },
      { fromMs: endedAtMs, revision: 12, phase: end, packedAtMs, pickedUpAtMs, endedAtMs },
    ];
  });

/** Instants at which a worker is up and runs a task, each with the signals (of what is so by then) that it sees. */
const tasks = fc.array(
  fc.record({ atMs: fc.nat({ max: 260 * minuteMs }), told: fc.array(fc.nat({ max: 4 }), { maxLength: 4 }) }),
  { maxLength: 12 },
);

interface Played {
  delivery: FollowedDelivery;
  met: { deadline: Deadline; atMs: number; applied: boolean; before: DeliveryFacts }[];
  row: Version[];
}

/** Plays the workflow's loop against the row: signals come late, twice, in any order, or not at all before the last task. */
function play(story: Version[], instants: { atMs: number; told: number[] }[]): Played {
  let row = story;
  let delivery = newDelivery;
  const met: Played['met'] = [];
  const rowAt = (atMs: number) => row.findLast(({ fromMs }) => fromMs <= atMs) ?? story[0]!;
  const run = (atMs: number) => {
    for (
      let next = nextDeadline(delivery, promise);
      next && next.atMs <= atMs;
      next = nextDeadline(delivery, promise)
    ) {
      const before = rowAt(atMs);
      const applied = counts(next.deadline, before, promise);
      if (applied && next.deadline === 'hopeless') {
        const failed: Version = { ...before, fromMs: atMs, revision: 99, phase: 'failed', endedAtMs: atMs };
        row = [...row.filter(({ fromMs }) => fromMs <= atMs), failed]; // nothing more can happen to it
      }
      met.push({ deadline: next.deadline, atMs, applied, before });
      delivery = passDeadline(learn(delivery, rowAt(atMs)), next.deadline, applied);
    }
  };
  for (const { atMs, told } of instants.toSorted((one, other) => one.atMs - other.atMs)) {
    for (const n of told) if (row[n] && row[n].fromMs <= atMs) delivery = learn(delivery, row[n]);
    run(atMs);
  }
  const lastMs = 300 * minuteMs;
  delivery = learn(delivery, rowAt(lastMs));
  run(lastMs);
  return { delivery, met, row };
}

test('whether the promise was missed hangs on the recorded end alone, whoever was up, and whatever a task saw first', () => {
  fc.assert(
    fc.property(life, tasks, (story, instants) => {
      const { delivery, met, row } = play(story, instants);
      const endedAtMs = row.at(-1)?.endedAtMs ?? 0;
      expect(delivery.missed).toBe(endedAtMs > promise.dueAtMs);
      expect(met.filter(({ deadline, applied }) => deadline === 'missed' && applied)).toHaveLength(
        endedAtMs > promise.dueAtMs ? 1 : 0,
      );
    }),
  );
});

test('every deadline is met at most once, not before its instant, and none is left at the end', () => {
  fc.assert(
    fc.property(life, tasks, (story, instants) => {
      const { delivery, met } = play(story, instants);
      expect(new Set(met.map(({ deadline }) => deadline)).size).toBe(met.length);
      for (const { deadline, atMs } of met) expect(atMs).toBeGreaterThanOrEqual(deadlineAtMs(deadline, promise));
      expect(hasEnded(delivery.phase)).toBe(true);
      expect(nextDeadline(delivery, promise)).toBeNull();
    }),
  );
});

test('what was packed or picked up in time is never at risk, and what is carried or has ended is never given up', () => {
  fc.assert(
    fc.property(life, tasks, (story, instants) => {
      for (const { deadline, applied, before } of play(story, instants).met) {
        if (!applied) continue;
        const dueAtMs = deadlineAtMs(deadline, promise);
        const { packedAtMs, pickedUpAtMs } = before;
        if (deadline === 'handoffLate') expect(packedAtMs === null || packedAtMs > dueAtMs).toBe(true);
        if (deadline === 'atRisk') expect(pickedUpAtMs === null || pickedUpAtMs > dueAtMs).toBe(true);
        if (deadline !== 'missed') expect(before.endedAtMs).toBeNull();
        if (deadline === 'hopeless') expect(['preparing', 'waiting', 'accepted']).toContain(before.phase);
      }
    }),
  );
});

test('the newest facts stand, however often and in which order they are told', () => {
  fc.assert(
    fc.property(life, fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 20 }), (story, order) => {
      const told = order.map((n) => story[n]!);
      const { fromMs: _, ...newest } = told.toSorted((one, other) => one.revision - other.revision).at(-1)!;
      const delivery = told.reduce(learn, newDelivery);
      expect(delivery).toMatchObject(newest);
      expect(JSON.parse(JSON.stringify(delivery))).toEqual(delivery);
    }),
  );
});

const facts: DeliveryFacts = { revision: 2, phase: 'preparing', packedAtMs: null, pickedUpAtMs: null, endedAtMs: null };

test('without a word from anybody it is at risk at the handoff, missed when due, and given up an hour later', () => {
  const met: [Deadline, number][] = [];
  let delivery = newDelivery;
  for (let next = nextDeadline(delivery, promise); next; next = nextDeadline(delivery, promise)) {
    met.push([next.deadline, next.atMs / minuteMs]);
    delivery = passDeadline(delivery, next.deadline, true);
    if (next.deadline === 'hopeless') {
      delivery = learn(delivery, { ...facts, revision: 3, phase: 'failed', endedAtMs: next.atMs });
    }
  }
  expect(met).toEqual([
    ['handoffLate', 15],
    ['missed', 60],
    ['hopeless', 120],
  ]);
  expect(delivery).toMatchObject({ phase: 'failed', atRisk: true, missed: true, passed: met.map(([name]) => name) });
});

test('an end at the very instant that was promised keeps the promise; a millisecond later does not', () => {
  const ended = (endedAtMs: number): DeliveryFacts => ({ ...facts, phase: 'delivered', endedAtMs });
  expect(counts('missed', ended(promise.dueAtMs), promise)).toBe(false);
  expect(counts('missed', ended(promise.dueAtMs + 1), promise)).toBe(true);
  for (const deadline of deadlines.filter((each) => each !== 'missed')) {
    expect(counts(deadline, ended(promise.dueAtMs + 1), promise)).toBe(false);
  }
});

test('a delivery that is carried at its due time has no deadline left, and has not ended', () => {
  const carried = learn(newDelivery, { ...facts, phase: 'onTheWay', packedAtMs: 1, pickedUpAtMs: 2 });
  const missed = passDeadline(carried, 'missed', true);
  expect(nextDeadline(missed, promise)).toBeNull();
  expect(hasEnded(missed.phase)).toBe(false);
});

test('a packed order without a courier is at risk 25 minutes before it is due', () => {
  const packed = learn(newDelivery, { ...facts, phase: 'waiting', packedAtMs: 5 });
  expect(nextDeadline(packed, promise)).toEqual({ deadline: 'atRisk', atMs: 35 * minuteMs });
});
