import { z } from 'zod';
import { id, title, uniqueIds } from './rules';
import { weight } from './selectionSchema';
import type { Experiment, Program } from './types';

const instant = z.iso.datetime({ offset: true, error: 'must be an instant with its offset (2026-12-01T00:00:00Z)' });

const overriding = (description: string) =>
  weight.optional().meta({ description, absent: 'the program’s', example: 1.5 });

const arm = z.strictObject({
  id: id.meta({ description: 'Of the arm; reports name it', example: 'more-novelty' }),
  share: z
    .number()
    .positive('must be more than 0')
    .max(1, 'must be a part of 1')
    .meta({ description: 'Its part of the customers; those of an experiment add up to 1', example: 0.5 }),
  selection: z
    .strictObject({
      weights: z
        .strictObject({
          rating: overriding('Weight of reviewers in this arm'),
          awards: overriding('Weight of awards in this arm'),
          preference: overriding('Weight of likes and dislikes in this arm'),
          novelty: overriding('Weight of being another kind in this arm'),
          age: overriding('Weight of an age range made for the age in this arm'),
          learned: overriding('Weight of what was learned in this arm'),
        })
        .optional()
        .meta({ description: 'Weights in the place of the program’s', absent: 'the program’s' }),
      learned: z
        .boolean()
        .optional()
        .meta({ description: 'Do picks of this arm use the trained model?', absent: 'true', example: false }),
    })
    .optional()
    .meta({ description: 'What is different in how items are picked', absent: 'nothing' }),
  search: z
    .strictObject({
      personalized: z
        .boolean()
        .optional()
        .meta({ description: 'Do searches of this arm go by the customer’s taste?', absent: 'true', example: false }),
    })
    .optional()
    .meta({ description: 'What is different in search', absent: 'nothing' }),
});

/** Shares as people write them (0.33, 0.33, 0.34) are exact to this. */
const shareTolerance = 1e-6;

const experiment = z
  .strictObject({
    id: id.meta({ description: 'Of the experiment', example: 'novelty' }),
    title: title.meta({ description: 'What is tried out', example: 'More novelty' }),
    arms: z
      .array(arm)
      .min(2, 'must hold at least two arms')
      .max(10)
      .superRefine(uniqueIds)
      .refine(addUpToOne, 'the shares must add up to 1')
      .meta({ description: 'Each customer is in one, by a stable hash; differences are told against the first' }),
    startsAt: instant.optional().meta({
      description: 'Cycles that open from then on take part',
      unit: 'instant, ISO 8601',
      absent: 'all',
      example: '2026-12-01T00:00:00Z',
    }),
    endsAt: instant.optional().meta({
      description: 'Cycles that open before then take part',
      unit: 'instant, ISO 8601',
      absent: 'all',
      example: '2027-03-01T00:00:00Z',
    }),
  })
  .refine(({ startsAt, endsAt }) => startsOf({ startsAt }) < endsOf({ endsAt }), {
    path: ['endsAt'],
    message: 'must be after startsAt',
  });

export const experiments = z.array(experiment).max(20).superRefine(uniqueIds).superRefine(overrideApart);

function addUpToOne(arms: { share: number }[]): boolean {
  return Math.abs(arms.reduce((sum, { share }) => sum + share, 0) - 1) <= shareTolerance;
}

type Span = { startsAt?: string | undefined; endsAt?: string | undefined };
const startsOf = ({ startsAt }: Span): number => (startsAt === undefined ? -Infinity : Date.parse(startsAt));
const endsOf = ({ endsAt }: Span): number => (endsAt === undefined ? Infinity : Date.parse(endsAt));

/** Two experiments that can run at one time must not override the same thing: neither could tell what it measures. */
function overrideApart(entries: Experiment[], context: z.RefinementCtx): void {
  entries.forEach((later, index) => {
    for (const earlier of entries.slice(0, index)) {
      const both = overridden(later).filter((name) => overridden(earlier).includes(name));
      const meet = startsOf(later) < endsOf(earlier) && startsOf(earlier) < endsOf(later);
      if (!meet || both.length === 0) continue;
      const message = `overrides ${both.join(', ')}, as "${earlier.id}" does, which runs at the same time`;
      context.addIssue({ code: 'custom', path: [index, 'arms'], message });
    }
  });
}

/** What any arm of an experiment overrides: `weights.rating`, `learned`, `search.personalized`; the weight of what is learned is of that too. */
function overridden({ arms }: Experiment): string[] {
  const names = arms.flatMap(({ selection, search }) => [
    ...Object.keys(selection?.weights ?? {}).map((name) => (name === 'learned' ? name : `weights.${name}`)),
    ...(selection?.learned === undefined ? [] : ['learned']),
    ...(search?.personalized === undefined ? [] : ['search.personalized']),
  ]);
  return [...new Set(names)];
}

/** With its overrides, no arm may be left without any weight. */
export function weightsLeft({ selection, experiments: entries = [] }: Program, context: z.RefinementCtx): void {
  entries.forEach(({ arms }, index) =>
    arms.forEach(({ selection: overrides }, at) => {
      const weights = Object.values({ ...selection.weights, ...overrides?.weights });
      if (weights.some((each) => each > 0)) return;
      const path = ['experiments', index, 'arms', at, 'selection', 'weights'];
      context.addIssue({ code: 'custom', path, message: 'must not leave every weight at 0' });
    }),
  );
}
