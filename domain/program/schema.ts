import { z } from 'zod';
import { isCountry, isCurrency } from './codes';
import { experiments, weightsLeft } from './experimentSchema';
import { limits } from './limitsSchema';
import { id, isAscending, isUnique, title, uniqueIds, windowFitsCadence } from './rules';
import { searchRules } from './searchSchema';
import { catalogMapping, selectionRules } from './selectionSchema';
import { sizesMapped, sizing } from './sizingSchema';
import { surveys } from './surveySchema';
import type { Program } from './types';

const minorUnits = z.int('must be a whole number of minor units').min(1, 'must be more than 0').max(100_000_000);
const hour = z
  .int('must be a whole hour')
  .min(0, 'must be an hour from 0 to 23')
  .max(23, 'must be an hour from 0 to 23');

const plan = z
  .strictObject({
    id,
    title,
    chargeCents: minorUnits,
    cadence: z.strictObject({ every: z.int().min(1).max(52), unit: z.enum(['week', 'month']) }),
    maxItemPriceCents: minorUnits,
    minItemPriceCents: minorUnits.optional(),
  })
  .refine(({ minItemPriceCents = 0, maxItemPriceCents }) => minItemPriceCents <= maxItemPriceCents, {
    path: ['minItemPriceCents'],
    message: 'must not be more than maxItemPriceCents',
  });

const cycle = z.strictObject({
  openHour: hour,
  openDays: z.int().min(1, 'must be at least 1, so that customers have time to change their box').max(365),
  cutoffHour: hour,
  shipDaysAfterCutoff: z.int().min(0).max(60),
});

const billing = z.strictObject({
  dunningDays: z.array(z.int().min(1).max(90)).max(10).refine(isAscending, 'must be ascending'),
});

const delivery = z.strictObject({
  method: z.literal('parcel'),
  service: z.enum(['standard', 'express', 'international']),
  overdueDays: z.int().min(1).max(120),
});

const shipment = z.strictObject({
  parkedDays: z.int().min(1).max(90),
  ratingRequestHours: z
    .int()
    .min(0)
    .max(60 * 24),
  outOfStock: z.enum(['substitute', 'park']),
});

const schedule = z.strictObject({
  cohorts: z.int().min(1).max(64),
  everyMinutes: z
    .int()
    .min(1)
    .max(24 * 60),
  opensPerSecond: z.number().positive('must be more than 0').max(1_000),
});

const learning = z.strictObject({
  everyHours: z
    .int()
    .min(1)
    .max(24 * 31)
    .optional(),
  minCustomers: z.int().min(2, 'must be at least 2: one is held back to check on').max(1_000_000).optional(),
  rankingsPerSecond: z.number().positive('must be more than 0').max(10_000).optional(),
});

const region = z
  .string()
  .refine(
    (code) => code === '*' || isCountry(code),
    "must be an ISO 3166-1 alpha-2 country (GB), or '*' for the world",
  );

/** The border of a program's file: what gets past it is a `Program`. Keys that it does not know are refused. */
export const programSchema = z
  .strictObject({
    id,
    title,
    description: z.string().trim().min(1, 'must not be empty').max(1_000),
    currency: z.string().refine(isCurrency, 'must be an ISO 4217 currency (EUR)'),
    regions: z
      .array(region)
      .min(1, 'must name at least one country')
      .refine(isUnique, 'must not name a country twice')
      .refine((codes) => !codes.includes('*') || codes.length === 1, "'*' is the whole world and stands alone"),
    plans: z.array(plan).min(1, 'must hold at least one plan').max(50).superRefine(uniqueIds),
    cycle,
    billing,
    delivery,
    shipment,
    selection: selectionRules,
    catalog: catalogMapping,
    schedule,
    returns: z.strictObject({ instructions: z.string().trim().min(1, 'must not be empty').max(2_000) }).optional(),
    surveys: surveys.optional(),
    experiments: experiments.optional(),
    learning: learning.optional(),
    sizing: sizing.optional(),
    search: searchRules.optional(),
    limits: limits.optional(),
  })
  .superRefine(windowFitsCadence)
  .superRefine(weightsLeft)
  .superRefine(sizesMapped) satisfies z.ZodType<Program>;
