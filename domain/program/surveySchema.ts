import { z } from 'zod';
import { id, title, uniqueIds } from './rules';

const question = { id, title, optional: z.boolean().optional() };

const scale = z
  .strictObject({
    ...question,
    kind: z.literal('scale'),
    min: z.int().min(0).max(100),
    max: z.int().min(1).max(100),
    labels: z.strictObject({ min: title, max: title }).optional(),
  })
  .refine(({ min, max }) => min < max, { path: ['min'], message: 'must be less than max' });

const choice = z.strictObject({
  ...question,
  kind: z.literal('choice'),
  options: z.array(z.strictObject({ id, title })).min(2, 'must offer at least two').max(50).superRefine(uniqueIds),
});

const text = z.strictObject({ ...question, kind: z.literal('text') });

const when = z.union([
  z.strictObject({ afterBox: z.int().min(1).max(1_000) }),
  z.strictObject({ afterOrder: z.int().min(1).max(1_000) }),
  z.strictObject({ onCancel: z.literal(true) }),
  z.strictObject({ daysAfterSignUp: z.int().min(0).max(3_650) }),
]);

const survey = z.strictObject({
  id,
  title,
  when,
  delayHours: z
    .int()
    .min(0)
    .max(24 * 365),
  // Short, or nobody answers.
  questions: z
    .array(z.discriminatedUnion('kind', [scale, choice, text]))
    .min(1, 'must ask something')
    .max(20)
    .superRefine(uniqueIds),
});

export const surveys = z.array(survey).max(20).superRefine(uniqueIds);
