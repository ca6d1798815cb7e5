import fc from 'fast-check';
import { apply, closeCycleIn, closingStatus, failPayment, openCycleIn } from '../../../../domain/subscription/apply';
import { decide } from '../../../../domain/subscription/decide';
import type { CourierWish } from '../../../../domain/promise/types';
import type { SubscriptionCommand, SubscriptionState } from '../../../../domain/subscription/types';

const hourMs = 3_600_000;
const openForMs = 48 * hourMs;
const offered = ['A', 'B', 'C', 'D', 'E', 'F'];

const policy = {
  currency: 'GBP',
  service: 'standard' as const,
  dunningDays: [1, 3],
  parkedDays: 7,
  overdueDays: 10,
  ratingRequestHours: 24,
};

function initial(): SubscriptionState {
  return {
    id: 'sub_1',
    customerId: 'cus_1',
    programId: 'toys',
    planId: 'monthly',
    status: 'active',
    addressId: 'adr_0',
    paymentMethodId: 'pay_0',
    preferences: { likes: [], dislikes: [] },
    nextCycle: 1,
    nextOpenAtMs: 0,
    anchor: { atMs: 0, cycle: 1, planId: 'monthly' },
    open: null,
    lastClosed: null,
    revision: 0,
  };
}

/** What the workflow does when a cycle is due. */
function openDue(state: SubscriptionState, nowMs: number): SubscriptionState {
  const [sku, ...alternatives] = offered as [string, ...string[]];
  return openCycleIn(state, {
    cycle: {
      number: state.nextCycle,
      sku,
      chosenBy: 'everbox',
      skipped: false,
      alternatives,
      swappedAway: [],
      chargeCents: 1_999,
      openedAtMs: nowMs,
      cutoffAtMs: nowMs + openForMs,
      shipAtMs: nowMs + openForMs,
    },
    nextCycle: state.nextCycle + 1,
    nextOpenAtMs: nowMs + 30 * 24 * hourMs,
    anchor: state.anchor,
    policy,
    substitutes: alternatives,
  });
}

/** The model: a customer's own notes, kept without looking at the implementation's state. */
class Notes {
  status: 'active' | 'paused' | 'pastDue' | 'cancelled' = 'active';
  box: { number: number; item: string; skipped: boolean; untilMs: number; courier: CourierWish | null } | null = null;

  /** What a customer would expect to hear; null is yes. */
  expects(command: SubscriptionCommand, nowMs: number, closedNumber: number | null): string | null {
    if (this.status === 'cancelled') return 'SubscriptionEnded';
    switch (command.kind) {
      case 'pause':
        return this.status === 'active' ? null : 'NotActive';
      case 'resume':
        return this.status === 'active' ? 'NotPaused' : null;
      case 'skip':
      case 'unskip':
      case 'swap':
      case 'chooseDelivery': {
        if (command.cycle === closedNumber) return 'CutoffPassed';
        if (this.box?.number !== command.cycle) return 'NoOpenCycle';
        if (nowMs >= this.box.untilMs) return 'CutoffPassed';
        if (command.kind === 'skip') return this.box.skipped ? 'AlreadySkipped' : null;
        if (command.kind === 'unskip') return this.box.skipped ? null : 'NotSkipped';
        if (command.kind === 'chooseDelivery') return null;
        return offered.includes(command.sku) && command.sku !== this.box.item ? null : 'NotAnAlternative';
      }
      default:
        return null;
    }
  }

  take(command: SubscriptionCommand): void {
    if (command.kind === 'pause') this.status = 'paused';
    if (command.kind === 'resume') this.status = 'active';
    if (command.kind === 'cancel') this.status = 'cancelled';
    if (!this.box) return;
    if (command.kind === 'skip') this.box.skipped = true;
    if (command.kind === 'unskip') this.box.skipped = false;
    if (command.kind === 'chooseDelivery') this.box.courier = command.courier;
    // A courier of another zone cannot come to the new address.
    if (
      command.kind === 'changeAddress' &&
      command.zoneId !== undefined &&
      command.zoneId !== this.box.courier?.zoneId
    ) {
      this.box.courier = null;
    }
    if (command.kind === 'swap') this.box = { ...this.box, item: command.sku, skipped: false };
  }
}

const courierOf = (zoneId: string): CourierWish => ({
  kind: 'oneHour',
  zoneId,
  feeCents: 499,
  from: null,
  fromAtMs: 0,
});

const cycleNumber = fc.integer({ min: 1, max: 4 });
const command: fc.Arbitrary<SubscriptionCommand> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('skip' as const), cycle: cycleNumber }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('unskip' as const), cycle: cycleNumber }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('swap' as const),
      cycle: cycleNumber,
      sku: fc.constantFrom(...offered, 'never offered'),
    }),
  },
  fc.record({ kind: fc.constant('pause' as const) }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('resume' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('chooseDelivery' as const),
      cycle: cycleNumber,
      courier: fc.constantFrom(null, courierOf('north'), courierOf('south')),
    }),
  },
  fc.record(
    {
      kind: fc.constant('changeAddress' as const),
      addressId: fc.constantFrom('adr_1', 'adr_2'),
      zoneId: fc.constantFrom('north', 'south', null),
    },
    { requiredKeys: ['kind', 'addressId'] },
  ),
  fc.record({ kind: fc.constant('changePlan' as const), planId: fc.constantFrom('monthly', 'weekly') }),
  fc.record({ kind: fc.constant('cancel' as const), reason: fc.constant(null) }),
);
const step = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant('command' as const), command }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('due' as const) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }) },
  fc.record({ type: fc.constant('paymentFailed' as const) }),
);

test('any sequence of commands is answered, and shipped, as the customer notes it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let state = initial();
      let nowMs = 0;
      const notes = new Notes();
      for (const next of steps) {
        const before = state;
        if (next.type === 'wait') {
          nowMs += next.hours * hourMs;
        } else if (next.type === 'due') {
          if (!state.open && state.status === 'active') {
            state = openDue(state, nowMs);
            notes.box = {
              number: before.nextCycle,
              item: 'A',
              skipped: false,
              untilMs: nowMs + openForMs,
              courier: null,
            };
          }
        } else if (next.type === 'paymentFailed') {
          state = failPayment(state);
          if (notes.status === 'active') notes.status = 'pastDue';
        } else {
          const verdict = decide(state, next.command, nowMs);
          const answer = verdict.accepted ? null : verdict.type;
          expect(answer).toBe(notes.expects(next.command, nowMs, state.lastClosed?.number ?? null));
          if (verdict.accepted) {
            state = apply(state, next.command);
            notes.take(next.command);
          }
        }
        // The cutoff, or the end of the subscription: what ships is what the notes say.
        if (state.open && (nowMs >= state.open.cutoffAtMs || state.status === 'cancelled')) {
          const status = closingStatus(state, state.open);
          const wanted = notes.box && !notes.box.skipped && notes.status === 'active' ? notes.box.item : null;
          expect(status === 'shipped' ? state.open.sku : null).toBe(wanted);
          expect(state.open.courier ?? null).toEqual(notes.box?.courier ?? null);
          state = closeCycleIn(state);
          notes.box = null;
        }
        expect(state.status).toBe(notes.status);
        expect(state.open?.number ?? null).toBe(notes.box?.number ?? null);
        expect(state.open?.sku ?? null).toBe(notes.box?.item ?? null);
        expect(state.revision).toBeGreaterThanOrEqual(before.revision);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('a refused command changes nothing, and no command changes the state that it was given', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
      let state = openDue(initial(), 0);
      for (const next of commands) {
        const frozen = JSON.stringify(state);
        const accepted = decide(state, next, 1).accepted;
        const after = accepted ? apply(state, next) : state;
        expect(JSON.stringify(state)).toBe(frozen);
        if (accepted) expect(after.revision).toBe(state.revision + 1);
        state = after;
      }
    }),
  );
});

test('the pick and its alternatives are always the items that were offered, each once', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let state = openDue(initial(), 0);
      for (const next of commands) if (decide(state, next, 1).accepted) state = apply(state, next);
      const { open } = state;
      expect(new Set([open?.sku, ...(open?.alternatives ?? [])])).toEqual(new Set(offered));
      expect(open?.alternatives).toHaveLength(offered.length - 1);
      expect(open?.swappedAway).not.toContain(open?.sku);
    }),
  );
});

test('the state goes through JSON unchanged, as continue-as-new carries it', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
      let state = openDue(initial(), 0);
      for (const next of commands) if (decide(state, next, 1).accepted) state = apply(state, next);
      expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    }),
  );
});

test('a change after the cutoff is told when the cutoff was, also once the cycle is closed', () => {
  const open = openDue(initial(), 0);
  const late = { accepted: false, type: 'CutoffPassed', details: { cutoffAt: '1970-01-03T00:00:00.000Z' } };
  expect(decide(open, { kind: 'skip', cycle: 1 }, openForMs - 1)).toEqual({ accepted: true });
  expect(decide(open, { kind: 'skip', cycle: 1 }, openForMs)).toMatchObject(late);
  expect(decide(closeCycleIn(open), { kind: 'swap', cycle: 1, sku: 'B' }, openForMs)).toMatchObject(late);
});
