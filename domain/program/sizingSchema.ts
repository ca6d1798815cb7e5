import { z } from 'zod';
import { isAscending, isUnique } from './rules';
import type { MeasurementRange, Program } from './types';

/** Measurements of a body that one size is made for. */
const measurements = (description: string, unit: string, example: MeasurementRange) =>
  z
    .strictObject({
      min: z.number().positive('must be more than 0').meta({ description: 'From', unit, example: example.min }),
      max: z.number().max(1_000).meta({ description: 'To', unit, example: example.max }),
    })
    .refine(({ min, max }) => min < max, { path: ['min'], message: 'must be less than max' })
    .optional()
    .meta({ description, unit, absent: 'the chart says nothing of it', example });

const size = z.strictObject({
  label: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(20)
    .meta({ description: 'As the catalog and customers have it' }),
  ordinal: z
    .number()
    .min(0, 'must not be negative')
    .max(1_000)
    .meta({ description: 'Its place among the sizes, ascending: what the fit model learns with' }),
  heightCm: measurements('Body heights that it is made for', 'cm', { min: 160, max: 168 }),
  weightKg: measurements('Weights', 'kg', { min: 55, max: 65 }),
  bustBandCm: measurements('Bust bands', 'cm', { min: 80, max: 85 }),
  footLengthCm: measurements('Lengths of the foot', 'cm', { min: 25.4, max: 26 }),
});

export const sizing = z.strictObject({
  kind: z.enum(['clothes', 'shoes']).meta({ description: 'What is worn' }),
  sizes: z
    .array(size)
    .min(2, 'must hold at least two sizes')
    .max(60)
    .refine((sizes) => isUnique(sizes.map(({ label }) => label)), 'must not have a label twice')
    .refine((sizes) => isAscending(sizes.map(({ ordinal }) => ordinal)), 'ordinals must be ascending')
    .meta({ description: 'Smallest first' }),
  fitSurvey: z
    .strictObject({
      delayHours: z
        .int()
        .min(0)
        .max(24 * 90)
        .meta({ description: 'From the delivery until the customer is asked whether it fits', unit: 'hours' }),
    })
    .optional()
    .meta({ description: 'Whether customers are asked how it fits', absent: 'they are not' }),
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
