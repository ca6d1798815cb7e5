import { z } from 'zod';
import { id, title, uniqueIds } from './rules';

const question = {
  id: id.meta({ description: 'Of the question; answers name it' }),
  title: title.meta({ description: 'As customers read it' }),
  optional: z.boolean().optional().meta({ description: 'May be left unanswered', absent: 'false', example: true }),
};

const scale = z
  .strictObject({
    ...question,
    kind: z.literal('scale').meta({ description: 'A number between two ends' }),
    min: z.int().min(0).max(100).meta({ description: 'The lower end' }),
    max: z.int().min(1).max(100).meta({ description: 'The upper end' }),
    labels: z
      .strictObject({
        min: title.meta({ description: 'What the lower end means' }),
        max: title.meta({ description: 'What the upper end means' }),
      })
      .optional()
      .meta({ description: 'What the ends mean', absent: 'only the numbers are shown' }),
  })
  .refine(({ min, max }) => min < max, { path: ['min'], message: 'must be less than max' });

const choice = z.strictObject({
  ...question,
  kind: z.literal('choice').meta({ description: 'One of several' }),
  options: z
    .array(
      z.strictObject({
        id: id.meta({ description: 'What is stored' }),
        title: title.meta({ description: 'As customers read it' }),
      }),
    )
    .min(2, 'must offer at least two')
    .max(50)
    .superRefine(uniqueIds)
    .meta({ description: 'What can be chosen' }),
});

const text = z.strictObject({
  ...question,
  kind: z.literal('text').meta({ description: 'Words of the customer’s own, which are never counted' }),
});

const when = z.union([
  z.strictObject({
    afterBox: z
      .int()
      .min(1)
      .max(1_000)
      .meta({ description: 'When the n-th box of the subscription has arrived', unit: 'boxes', example: 1 }),
  }),
  z.strictObject({
    afterOrder: z.int().min(1).max(1_000).meta({
      description: 'When the customer’s n-th single order of the program has arrived',
      unit: 'orders',
      example: 1,
    }),
  }),
  z.strictObject({
    onCancel: z.literal(true).meta({ description: 'When the subscription was cancelled', example: true }),
  }),
  z.strictObject({
    daysAfterSignUp: z
      .int()
      .min(0)
      .max(3_650)
      .meta({ description: 'So long after it began', unit: 'days', example: 30 }),
  }),
]);

const survey = z.strictObject({
  id: id.meta({ description: 'Of the survey' }),
  title: title.meta({ description: 'As customers read it' }),
  when: when.meta({ description: 'What leads to it: one of the keys below' }),
  delayHours: z
    .int()
    .min(0)
    .max(24 * 365)
    .meta({ description: 'From what leads to it until it is asked', unit: 'hours' }),
  // Short, or nobody answers.
  questions: z
    .array(z.discriminatedUnion('kind', [scale, choice, text]))
    .min(1, 'must ask something')
    .max(20)
    .superRefine(uniqueIds)
    .meta({ description: 'What is asked' }),
});

export const surveys = z.array(survey).max(20).superRefine(uniqueIds);
