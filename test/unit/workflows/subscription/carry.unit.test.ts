import type { CycleOpening } from '#domain/subscription/apply';
import type { OpenCycle } from '#domain/subscription/types';
import { carry, snapshotOf, start } from '#workflows/subscription/live';
import type { SubscriptionInput } from '#workflows/subscription/messages';

const cycle: OpenCycle = {
  number: 3,
  sku: 'A',
  chosenBy: 'customer',
  skipped: false,
  alternatives: ['B', 'C'],
  swappedAway: ['B'],
  chargeCents: 1_999,
  courier: { kind: 'twoHour', zoneId: 'north', feeCents: 299, from: null, fromAtMs: 4_000 },
  openedAtMs: 1_000,
  cutoffAtMs: 3_000,
  shipAtMs: 4_000,
};

const opening: CycleOpening = {
  cycle: { ...cycle, chosenBy: 'everbox', sku: 'B', alternatives: ['A', 'C'], swappedAway: [], courier: null },
  nextCycle: 4,
  nextOpenAtMs: 9_000,
  anchor: { atMs: 500, cycle: 1, planId: 'monthly' },
  policy: {
    currency: 'GBP',
    service: 'standard',
    dunningDays: [1, 3],
    parkedDays: 7,
    overdueDays: 10,
    ratingRequestHours: 24,
  },
  substitutes: ['D', 'E'],
};

/** A run that begins in the middle of cycle 3, with all that may be carried. */
const withOpenCycle: SubscriptionInput = {
  state: {
    id: 'sub_1',
    customerId: 'cus_1',
    programId: 'toys',
    planId: 'monthly',
    status: 'active',
    addressId: 'adr_1',
    paymentMethodId: 'pay_1',
    preferences: { ageYears: 6, likes: ['science'], dislikes: [] },
    nextCycle: 4,
    nextOpenAtMs: 9_000,
    anchor: { atMs: 500, cycle: 1, planId: 'monthly' },
    open: cycle,
    lastClosed: { number: 2, cutoffAtMs: 800 },
    revision: 12,
    decidedAtMs: 700,
  },
  clock: { originWallMs: 0, originBusinessMs: 0, speed: 1 },
  zone: 'Europe/London',
  answered: [],
  due: 4,
  opening,
};

/** As Temporal's converter does it between two runs. */
const throughJson = (input: SubscriptionInput) => JSON.parse(JSON.stringify(input)) as SubscriptionInput;

const answers = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ updateId: `key-${n}`, answer: snapshotOf(withOpenCycle.state) }));

test('a run that continues with its cycle open gives the next one all of it, as plain JSON', () => {
  const input = { ...withOpenCycle, answered: answers(3) };
  const carried = carry(start(input));
  expect(throughJson(carried)).toStrictEqual(carried); // strictly: a Map, a Date or undefined would not come back
  expect(carried).toStrictEqual(input);
  expect(carry(start(throughJson(carried)))).toStrictEqual(carried); // from run to run
});

test('what the next run has in hand is what this one had: the terms of its open cycle, and the cycle that is due', () => {
  const live = start(throughJson(carry(start(withOpenCycle))));
  expect(live.opening).toEqual(opening);
  expect(live.state.open).toEqual(cycle); // as the customer left it, not as it opened
  expect(live.due).toBe(4);
  expect({ begun: live.begun, closed: live.closed, changes: live.changes }).toEqual({ changes: 0 });
});

test('a closed cycle leaves nothing behind, nor does one that was due and has opened', () => {
  const live = start({ ...withOpenCycle, due: 3 });
  live.state = { ...live.state, open: null };
  const carried = carry(live);
  expect(Object.keys(carried).sort()).toEqual(['answered', 'clock', 'state', 'zone']);
  expect(throughJson(carried)).toStrictEqual(carried);
});

test('the last answers go along, the oldest stay behind', () => {
  const { answered } = carry(start({ ...withOpenCycle, answered: answers(60) }));
  expect(answered.map(({ updateId }) => updateId)).toEqual(Array.from({ length: 50 }, (_, n) => `key-${n + 10}`));
});
