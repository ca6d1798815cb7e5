import type { SurveyQuestion } from '../survey/types';
import type { Difference } from './difference';
import type { Estimate, Tally } from '../numbers/tally';

/** docs/metrics.md defines each: of what it is the share or the mean, and at what time it is told. */
export const rateNames = ['renewalRate', 'swapRate', 'skipRate', 'returnRate', 'churnRate'] as const;
export const meanNames = ['itemStars', 'subscriptionStars'] as const;
export const searchNames = [
  'searchClickRate',
  'searchReformulationRate',
  'searchAbandonRate',
  'searchEmptyRate',
  'searchReturnRate',
  'searchPosition',
  'searchReciprocalRank',
] as const;
export type RateName = (typeof rateNames)[number];
export type MeanName = (typeof meanNames)[number];
export type SearchName = (typeof searchNames)[number];

/** A group of one program: an arm, a month, ...; the key is empty when nothing but the program tells groups apart. */
export interface GroupId {
  programId: string;
  key: string;
}

export interface GroupTally extends GroupId, Tally {
  metric: string;
  /** Observations by value. */
  histogram: Record<string, number>;
}

export interface ChurnReason extends GroupId {
  /** In lower case; null: none was given, or it is not among the most frequent. */
  reason: string | null;
  isOther: boolean;
  count: number;
}

/** What was asked, in the words of the newest survey. */
export interface AskedQuestion {
  programId: string;
  surveyId: string;
  /** Of the survey. */
  title: string;
  question: SurveyQuestion;
}

interface QuestionId extends GroupId {
  surveyId: string;
  questionId: string;
}

export interface ChoiceCount extends QuestionId {
  optionId: string;
  count: number;
}

export interface TextAnswers extends QuestionId {
  count: number;
  /** The newest first; not all. */
  newest: { text: string; answeredAt: Date }[];
}

/** Everything that was counted, of all groups. */
export interface Counted {
  tallies: GroupTally[];
  churnReasons: ChurnReason[];
  /** `metric` is whose searches and what of them: `personalized/searchClickRate`. */
  searches: GroupTally[];
  surveys: {
    asked: AskedQuestion[];
    /** `metric` is the survey. */
    responses: GroupTally[];
    /** `metric` is survey and question: see `scaleMetric`. */
    scales: GroupTally[];
    choices: ChoiceCount[];
    texts: TextAnswers[];
  };
}

export const scaleMetric = (surveyId: string, questionId: string): string => `${surveyId}/${questionId}`;

export interface MeanEstimate extends Estimate {
  /** Observations by value. */
  distribution: Record<string, number>;
}

/** A part of a count, with the interval of its share. */
export interface Part extends Difference {
  count: number;
}

export interface GroupMetrics extends GroupId, Record<RateName, Estimate>, Record<MeanName, MeanEstimate> {
  /** Of those that churnRate counts as ended, the most frequent first. */
  churnReasons: (Part & { reason: string | null; isOther: boolean })[];
  searches: SearchMetrics;
  surveys: SurveyMetrics[];
}

/** Taste had a part in the order of the personalized searches, and in that of the plain ones it had none. */
export interface SearchMetrics {
  all: Record<SearchName, Estimate>;
  personalized: Record<SearchName, Estimate>;
  plain: Record<SearchName, Estimate>;
  /** How much more the personalized ones have. */
  difference: Record<SearchName, Difference>;
}

export interface SurveyMetrics {
  surveyId: string;
  title: string;
  responseRate: Estimate;
  questions: QuestionMetrics[];
}

export type QuestionMetrics = { questionId: string; title: string } & (
  | { kind: 'scale'; min: number; max: number; answer: MeanEstimate }
  | { kind: 'choice'; n: number; options: (Part & { optionId: string; title: string })[] }
  | { kind: 'text'; n: number; newest: { text: string; answeredAt: Date }[] }
);

/** How much more an arm has than the first one of its experiment. */
export interface ArmComparison extends Record<RateName | MeanName, Difference> {
  programId: string;
  arm: string;
  against: string;
  searches: Record<SearchName, Difference>;
  surveys: { surveyId: string; questionId: string; answer: Difference }[];
}
