import fc from 'fast-check';
import { type SurveyFact, surveysDue } from '#domain/survey/due';
import type { SurveyRule, SurveyTrigger } from '#domain/survey/types';
import { hourMs } from '#domain/time';

const trigger: fc.Arbitrary<SurveyTrigger> = fc.oneof(
  fc.integer({ min: 1, max: 12 }).map((afterBox) => ({ afterBox })),
  fc.integer({ min: 1, max: 12 }).map((afterOrder) => ({ afterOrder })),
  fc.constant({ onCancel: true as const }),
  fc.integer({ min: 0, max: 90 }).map((daysAfterSignUp) => ({ daysAfterSignUp })),
);
const rules: fc.Arbitrary<SurveyRule[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    title: fc.constant('A survey'),
    when: trigger,
    delayHours: fc.integer({ min: 0, max: 8_760 }),
    questions: fc.constant([]),
  }),
  { maxLength: 8 },
);
const atMs = fc.integer({ min: 0, max: 4e12 });
const fact: fc.Arbitrary<SurveyFact> = fc.oneof(
  atMs.map((at) => ({ kind: 'signedUp' as const, atMs: at })),
  atMs.map((at) => ({ kind: 'cancelled' as const, atMs: at })),
  fc.record({ kind: fc.constant('boxDelivered' as const), boxes: fc.integer({ min: 1, max: 12 }), atMs }),
  fc.record({ kind: fc.constant('orderDelivered' as const), orders: fc.integer({ min: 1, max: 12 }), atMs }),
);

test('a survey is due at its delay after its fact, and never before the fact', () => {
  fc.assert(
    fc.property(rules, fact, (some, of) => {
      for (const { rule, dueAtMs } of surveysDue(some, of)) {
        const days = 'daysAfterSignUp' in rule.when ? rule.when.daysAfterSignUp : 0;
        expect(dueAtMs).toBe(of.atMs + days * 24 * hourMs + rule.delayHours * hourMs);
        expect(dueAtMs).toBeGreaterThanOrEqual(of.atMs);
      }
    }),
  );
});

test('over the life of a subscription each survey is due once, if its fact comes at all', () => {
  fc.assert(
    fc.property(rules, fc.integer({ min: 0, max: 12 }), fc.boolean(), (some, boxes, cancels) => {
      const facts: SurveyFact[] = [
        { kind: 'signedUp', atMs: 0 },
        ...Array.from({ length: boxes }, (_, n) => ({ kind: 'boxDelivered' as const, boxes: n + 1, atMs: n })),
        ...(cancels ? [{ kind: 'cancelled' as const, atMs: 99 }] : []),
      ];
      const times = (rule: SurveyRule) =>
        facts.flatMap((of) => surveysDue(some, of)).filter((due) => due.rule === rule).length;
      for (const rule of some) {
        const comes =
          'afterBox' in rule.when
            ? rule.when.afterBox <= boxes
            : 'daysAfterSignUp' in rule.when || ('onCancel' in rule.when && cancels);
        expect(times(rule)).toBe(comes ? 1 : 0);
      }
    }),
  );
});

test('boxes lead to no survey of single orders, nor orders to one of boxes', () => {
  const rule = (when: SurveyTrigger): SurveyRule => ({ id: 'one', title: 'One', when, delayHours: 0, questions: [] });
  const [ofBoxes, ofOrders] = [rule({ afterBox: 2 }), rule({ afterOrder: 2 })];
  const due = (of: SurveyFact) => surveysDue([ofBoxes, ofOrders], of).map((each) => each.rule);
  expect(due({ kind: 'boxDelivered', boxes: 2, atMs: 0 })).toEqual([ofBoxes]);
  expect(due({ kind: 'orderDelivered', orders: 2, atMs: 0 })).toEqual([ofOrders]);
  expect(due({ kind: 'orderDelivered', orders: 1, atMs: 0 })).toEqual([]);
  expect(due({ kind: 'orderDelivered', orders: 3, atMs: 0 })).toEqual([]);
});
