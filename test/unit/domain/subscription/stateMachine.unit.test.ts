import fc from 'fast-check';
import { apply, closeCycleIn, closingStatus, failPayment } from '#domain/subscription/apply';
import { decide } from '#domain/subscription/decide';
import { hourMs, initial, openDue, openForMs } from './cycles';
import { command, Notes, offered } from './notes';

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
          state = failPayment(state, (state.failedCycle ?? 0) + 1);
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
          const courier = state.open.courier ?? null; // never asked for and taken back are the same
          expect(courier).toEqual(notes.box!.courier);
          state = closeCycleIn(state);
          notes.box = null;
        }
        expect(state.status).toBe(notes.status);
        expect([state.open?.number, state.open?.sku]).toEqual([notes.box?.number, notes.box?.item]);
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
      const open = state.open!;
      expect(new Set([open.sku, ...open.alternatives])).toEqual(new Set(offered));
      expect(open.alternatives).toHaveLength(offered.length - 1);
      expect(open.swappedAway).not.toContain(open.sku);
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

test('a failed payment that is told again, after the customer came back with another card, changes nothing', () => {
  const pastDue = failPayment(initial(), 3);
  expect(pastDue.status).toBe('pastDue');
  const back = apply(pastDue, { kind: 'resume' });
  expect(failPayment(back, 3)).toBe(back);
  expect(failPayment(back, 4).status).toBe('pastDue');
});
