import type { SurveyRule } from './types';
import { dayMs, hourMs } from '../time';

/** Something that a survey may follow. Business time, ms. */
export type SurveyFact =
  | { kind: 'signedUp'; atMs: number }
  /** `boxes`: how many of this subscription have arrived, this one included. */
  | { kind: 'boxDelivered'; boxes: number; atMs: number }
  /** `orders`: how many single orders of the customer in this program have arrived, this one included. */
  | { kind: 'orderDelivered'; orders: number; atMs: number }
  | { kind: 'cancelled'; atMs: number };

export interface DueSurvey {
  rule: SurveyRule;
  dueAtMs: number;
}

/** The surveys that this fact leads to, and when each is to be asked. Never before the fact. */
export function surveysDue(rules: readonly SurveyRule[], fact: SurveyFact): DueSurvey[] {
  return rules.flatMap((rule) => {
    const waitMs = waitOf(rule, fact);
    return waitMs === null ? [] : [{ rule, dueAtMs: fact.atMs + waitMs + rule.delayHours * hourMs }];
  });
}

/** How long after the fact its survey is counted from; null: another fact leads to it. */
function waitOf({ when }: SurveyRule, fact: SurveyFact): number | null {
  switch (fact.kind) {
    case 'signedUp':
      return 'daysAfterSignUp' in when ? when.daysAfterSignUp * dayMs : null;
    case 'boxDelivered':
      return 'afterBox' in when && when.afterBox === fact.boxes ? 0 : null;
    case 'orderDelivered':
      return 'afterOrder' in when && when.afterOrder === fact.orders ? 0 : null;
    case 'cancelled':
      return 'onCancel' in when ? 0 : null;
  }
}
