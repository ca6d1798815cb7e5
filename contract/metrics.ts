import { z } from 'zod';
import { components, givenInstant, identifier, instant } from './common';

const moment = givenInstant('must be an instant in UTC, such as 2026-11-01T00:00:00Z').optional();

export const metricsQuery = z
  .strictObject({
    programId: identifier.optional(),
    groupBy: z
      .string()
      .regex(
        /^(cohort|signUpMonth|plan|month|modelVersion|arm:[a-z][a-z0-9-]{1,39})$/,
        'must be cohort, signUpMonth, plan, month, modelVersion or arm:EXPERIMENT',
      )
      .optional(),
    from: moment,
    to: moment.describe('Not included'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'must be after from',
    params: { rule: 'after:from' },
  });

const interval = {
  value: z.number().nullable().describe('Null without observations'),
  low: z.number().nullable().describe('Lower end of the 95 % interval; null when nothing tells the spread'),
  high: z.number().nullable(),
};
const estimateFields = {
  n: z.int().describe('Observations'),
  customers: z.int().describe('Customers that they are of'),
  ...interval,
};

const estimate = z.strictObject(estimateFields).register(components, { id: 'Estimate' });
const mean = z
  .strictObject({ ...estimateFields, distribution: z.record(z.string(), z.int()).describe('Observations by value') })
  .register(components, { id: 'MeanEstimate' });
const difference = z.strictObject(interval).register(components, { id: 'Difference' });
const ofSearches = <S extends z.ZodType>(each: S) =>
  z.strictObject({
    searchClickRate: each.describe('Searches with a click in their list'),
    searchReformulationRate: each.describe('Searches without one that were soon put in other words'),
    searchAbandonRate: each.describe('Searches without one, and with none later in the session either'),
    searchEmptyRate: each.describe('Searches that found nothing'),
    searchReturnRate: each.describe('Delivered items that were clicked in a list: sent back'),
    searchPosition: each.describe('Place in the list of the first click, from 1'),
    searchReciprocalRank: each.describe('1 / place of the first click; 0 without one'),
  });
const searchMetrics = z
  .strictObject({
    all: ofSearches(estimate),
    personalized: ofSearches(estimate).describe('With the customer’s taste'),
    plain: ofSearches(estimate).describe('Without it'),
    difference: ofSearches(difference).describe('Personalized less plain'),
  })
  .register(components, { id: 'SearchMetrics' });
const part = { count: z.int(), ...interval };

const question = { questionId: z.string(), title: z.string() };
const surveyQuestion = z
  .discriminatedUnion('kind', [
    z.strictObject({ ...question, kind: z.literal('scale'), min: z.int(), max: z.int(), answer: mean }),
    z.strictObject({
      ...question,
      kind: z.literal('choice'),
      n: z.int(),
      options: z.array(z.strictObject({ optionId: z.string(), title: z.string(), ...part })),
    }),
    z.strictObject({
      ...question,
      kind: z.literal('text'),
      n: z.int(),
      newest: z.array(z.strictObject({ text: z.string(), answeredAt: instant })).describe('The newest first; not all'),
    }),
  ])
  .register(components, { id: 'QuestionMetrics' });

const surveyMetrics = z
  .strictObject({
    surveyId: z.string(),
    title: z.string(),
    responseRate: estimate,
    questions: z.array(surveyQuestion),
  })
  .register(components, { id: 'SurveyMetrics' });

const churnReason = z.strictObject({
  reason: z.string().nullable().describe('In lower case; null: none was given, or it is one of many others'),
  isOther: z.boolean(),
  ...part,
});

export const groupMetrics = z
  .strictObject({
    programId: z.string(),
    key: z.string().nullable().describe('Which cohort, month, arm ...; null without groupBy'),
    itemStars: mean,
    subscriptionStars: mean,
    renewalRate: estimate,
    swapRate: estimate,
    skipRate: estimate,
    returnRate: estimate,
    churnRate: estimate,
    churnReasons: z.array(churnReason).describe('Shares of the subscriptions that ended, most frequent first'),
    searches: searchMetrics,
    surveys: z.array(surveyMetrics),
  })
  .register(components, { id: 'GroupMetrics' });

const armComparison = z
  .strictObject({
    programId: z.string(),
    arm: z.string(),
    against: z.string().describe('The first arm'),
    itemStars: difference,
    subscriptionStars: difference,
    renewalRate: difference,
    swapRate: difference,
    skipRate: difference,
    returnRate: difference,
    churnRate: difference,
    searches: ofSearches(difference),
    surveys: z.array(z.strictObject({ surveyId: z.string(), questionId: z.string(), answer: difference })),
  })
  .register(components, { id: 'ArmComparison' });

/** What `GET /v1/ops/metrics` tells besides the counts per program. */
export const metricsAnswer = {
  groups: z.array(groupMetrics),
  comparisons: z.array(armComparison).describe('With groupBy=arm:...: each arm less the first'),
};
