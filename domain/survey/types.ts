import type { BusinessClock } from '../clock';

/** One survey of a program: when it is asked, and what. */
export interface SurveyRule {
  id: string;
  title: string;
  when: SurveyTrigger;
  /** Business hours from what leads to it until it is asked. */
  delayHours: number;
  questions: SurveyQuestion[];
}

/**
 * The fact that leads to a survey: the n-th box of the subscription arrived, it was cancelled, n days since it began; or
 * the customer's n-th single order of the program arrived.
 */
export type SurveyTrigger =
  | { afterBox: number }
  | { afterOrder: number }
  | { onCancel: true }
  | { daysAfterSignUp: number };

export type SurveyQuestion = QuestionBase & (ScaleQuestion | ChoiceQuestion | TextQuestion);

interface QuestionBase {
  id: string;
  title: string;
  /** May be left out; absent: it must be answered. */
  optional?: boolean;
}

interface ScaleQuestion {
  kind: 'scale';
  min: number;
  max: number;
  /** What the ends of the scale mean. */
  labels?: { min: string; max: string };
}

interface ChoiceQuestion {
  kind: 'choice';
  options: { id: string; title: string }[];
}

interface TextQuestion {
  kind: 'text';
}

/** What was asked: stays with the survey when the program's file changes. */
export interface SurveyDefinition extends Pick<SurveyRule, 'title' | 'questions'> {
  /** What it is asked about, where that is one thing of several; customers are shown it with the title. */
  about?: string;
}

/** As customers read it. */
export const fullTitle = ({ title, about }: SurveyDefinition): string =>
  about === undefined ? title : `${title} ${about}`;

/** Question's ID to a number of the scale, an option's ID, or the customer's own words. */
export type SurveyAnswers = Record<string, number | string>;

/** What a survey's workflow is started with. Plain JSON, opaque IDs only. */
export interface SurveyStart {
  /** Row of `surveys`. */
  id: string;
  /** Or an order's ID, as in shipments. */
  subscriptionId: string;
  surveyId: string;
  programId: string;
  customerId: string;
  /** Business time, ms. */
  dueAtMs: number;
  clock: BusinessClock;
}

/** What came of a survey when its time had come. */
export type SurveyOutcome = 'sent' | 'withheld' | 'erased';
