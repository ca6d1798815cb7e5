import { z } from 'zod';
import { bodyTypes, bustCups, isPossiblePerson, measurementBounds } from '#domain/sizing/measurements';
import { components, instant } from './common';

const bounded = (measure: keyof typeof measurementBounds) =>
  z.number().min(measurementBounds[measure].min).max(measurementBounds[measure].max);

const shape = {
  heightCm: bounded('heightCm').nullable().optional(),
  weightKg: bounded('weightKg').nullable().optional(),
  bustBandCm: bounded('bustBandCm').nullable().optional().describe('Around the chest, below the bust'),
  bustCup: z
    .string()
    .toLowerCase()
    .pipe(z.enum(bustCups))
    .nullable()
    .optional()
    .describe(`US letter of the cup: ${bustCups.join(', ')}`),
  footLengthCm: bounded('footLengthCm')
    .nullable()
    .optional()
    .describe('From heel to the longest toe, of the longer foot'),
  ageYears: bounded('ageYears').int().nullable().optional(),
  bodyType: z.enum(bodyTypes).nullable().optional(),
};

/** Every one may be left out, which is the same as null: it is not known, and what was known is forgotten. */
export const newMeasurements = z
  .strictObject(shape)
  .refine(isPossiblePerson, {
    path: ['weightKg'],
    error: 'must be possible together with heightCm: weights are in kg, heights in cm',
    params: { rule: 'possible' },
  })
  .describe('Centimetres and kilograms')
  .register(components, { id: 'NewMeasurements' });

export const knownMeasurements = z.strictObject({
  heightCm: z.number().nullable(),
  weightKg: z.number().nullable(),
  bustBandCm: z.number().nullable(),
  bustCup: z.string().nullable(),
  footLengthCm: z.number().nullable(),
  ageYears: z.int().nullable(),
  bodyType: z.string().nullable(),
});

export const measurements = z
  .strictObject({
    customerId: z.string(),
    ...knownMeasurements.shape,
    updatedAt: instant.nullable().describe('Null: nothing was told'),
  })
  .register(components, { id: 'Measurements' });

const chance = z.number().min(0).max(1);

export const sizeAdvice = z
  .strictObject({
    programId: z.string(),
    sku: z.string().describe('The one that was asked about'),
    styleId: z.string(),
    title: z.string(),
    recommended: z
      .strictObject({ sku: z.string(), size: z.string() })
      .nullable()
      .describe('Null: too little is known, or no size of it is likely to fit'),
    confidence: z
      .enum(['none', 'low', 'medium', 'high'])
      .describe('none: nothing is recommended; low: from what was stated alone; high: from several fits that agree'),
    reason: z.string().describe('In a sentence or two, true of what it rests on'),
    sizes: z
      .array(
        z.strictObject({
          sku: z.string(),
          size: z.string(),
          inStock: z.boolean(),
          chances: z
            .strictObject({ small: chance, right: chance, large: chance })
            .nullable()
            .describe('That it is too small, right, or too large for you; they add up to 1. Null: too little is known'),
        }),
      )
      .describe('Smallest first'),
  })
  .register(components, { id: 'SizeAdvice' });
