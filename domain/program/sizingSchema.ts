import { z } from 'zod';
import { isAscending, isUnique } from './rules';
import type { Program } from './types';

const range = z
  .strictObject({ min: z.number().positive('must be more than 0'), max: z.number().max(1_000) })
  .refine(({ min, max }) => min < max, { path: ['min'], message: 'must be less than max' });

const size = z.strictObject({
  label: z.string().trim().min(1, 'must not be empty').max(20),
  ordinal: z.number().min(0, 'must not be negative').max(1_000),
  heightCm: range.optional(),
  weightKg: range.optional(),
  bustBandCm: range.optional(),
  footLengthCm: range.optional(),
});

export const sizing = z.strictObject({
  kind: z.enum(['clothes', 'shoes']),
  sizes: z
    .array(size)
    .min(2, 'must hold at least two sizes')
    .max(60)
    .refine((sizes) => isUnique(sizes.map(({ label }) => label)), 'must not have a label twice')
    .refine((sizes) => isAscending(sizes.map(({ ordinal }) => ordinal)), 'ordinals must be ascending'),
  fitSurvey: z
    .strictObject({
      delayHours: z
        .int()
        .min(0)
        .max(24 * 90),
    })
    .optional(),
});

/** A program with sizes says where the file has them; one without has no use for such columns. */
export function sizesMapped({ sizing: rules, catalog }: Program, context: z.RefinementCtx): void {
  for (const name of ['style', 'size'] as const) {
    const isMapped = catalog.columns[name] !== undefined;
    if (isMapped === (rules !== undefined)) continue;
    const message = isMapped ? 'needs the section sizing' : 'must be mapped in a program with the section sizing';
    context.addIssue({ code: 'custom', path: ['catalog', 'columns', name], message });
  }
}
