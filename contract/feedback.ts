import { z } from 'zod';
import { returnReasons } from '#domain/shipment/returns';
import { components, identifier, instant, lines } from './common';

/** Stars and the customer's own words. */
export const stars = z.int().min(1).max(5);
export const comment = lines(2_000);

export const subscriptionRating = z
  .strictObject({
    subscriptionId: z.string(),
    stars: z.int(),
    comment: z.string().nullable(),
    createdAt: instant,
  })
  .register(components, { id: 'SubscriptionRating' });

const returned = {
  shipmentId: z.string(),
  programId: z.string(),
  sku: z.string(),
  reason: z.enum(returnReasons),
  comment: z.string().nullable(),
  createdAt: instant,
};

export const itemReturn = z
  .strictObject({ ...returned, instructions: z.string().describe('What to do now; the customer is sent the same') })
  .register(components, { id: 'Return' });

export const opsReturn = z
  .strictObject({ ...returned, customerId: z.string(), title: z.string() })
  .register(components, { id: 'OpsReturn' });

const question = {
  id: z.string(),
  title: z.string(),
  optional: z.boolean().describe('May be left out'),
};

const surveyQuestion = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...question,
      kind: z.literal('scale'),
      min: z.int(),
      max: z.int(),
      labels: z.strictObject({ min: z.string(), max: z.string() }).nullable().describe('What its ends mean'),
    }),
    z.strictObject({
      ...question,
      kind: z.literal('choice'),
      options: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    }),
    z.strictObject({ ...question, kind: z.literal('text') }),
  ])
  .register(components, { id: 'SurveyQuestion' });

export const survey = z
  .strictObject({
    id: z.string(),
    subscriptionId: z.string().describe('Or the single order, as in shipments'),
    programId: z.string(),
    surveyId: z.string().describe("The survey's ID in the program's file"),
    title: z.string(),
    state: z.enum(['sent', 'answered']),
    sentAt: instant,
    answeredAt: instant.nullable(),
    questions: z.array(surveyQuestion),
  })
  .register(components, { id: 'Survey' });

export const surveyAnswers = z
  .record(identifier, z.union([z.number(), z.string().max(10_000)]))
  .describe("Question's ID to a number of its scale, the ID of an option, or text")
  .register(components, { id: 'SurveyAnswers' });
