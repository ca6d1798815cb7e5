import { z } from 'zod';
import { learningDefaults } from './learning';
import { id, isAscending, title } from './rules';

const minorUnits = z.int('must be a whole number of minor units').min(1, 'must be more than 0').max(100_000_000);
const hour = z
  .int('must be a whole hour')
  .min(0, 'must be an hour from 0 to 23')
  .max(23, 'must be an hour from 0 to 23');

export const plan = z
  .strictObject({
    id: id.meta({ description: 'Of the plan; customers name it at sign-up' }),
    title: title.meta({ description: 'As customers read it' }),
    chargeCents: minorUnits.meta({ description: 'Charged for each box that ships', unit: 'minor units of currency' }),
    cadence: z
      .strictObject({
        every: z
          .int()
          .min(1)
          .max(52)
          .meta({ description: 'One box in so many of them', unit: 'weeks or months, as `unit` says' }),
        unit: z.enum(['week', 'month']).meta({ description: 'What `every` counts' }),
      })
      .meta({ description: 'How often a box comes' }),
    maxItemPriceCents: minorUnits.meta({
      description: 'The dearest item that the plan may send, by list price',
      unit: 'minor units of currency',
    }),
    minItemPriceCents: minorUnits.optional().meta({
      description: 'The cheapest item that the plan may send, by list price',
      unit: 'minor units of currency',
      absent: 'any',
    }),
  })
  .refine(({ minItemPriceCents = 0, maxItemPriceCents }) => minItemPriceCents <= maxItemPriceCents, {
    path: ['minItemPriceCents'],
    message: 'must not be more than maxItemPriceCents',
  });

export const cycle = z.strictObject({
  openHour: hour.meta({
    description: 'When a cycle opens; the first one opens at sign-up',
    unit: 'hour of the customer’s day',
  }),
  openDays: z.int().min(1, 'must be at least 1, so that customers have time to change their box').max(365).meta({
    description: 'From the opening day to the day of the cutoff; fewer than the shortest cadence has',
    unit: 'days',
  }),
  cutoffHour: hour.meta({ description: 'When changes end', unit: 'hour of the customer’s day' }),
  shipDaysAfterCutoff: z
    .int()
    .min(0)
    .max(60)
    .meta({ description: 'From the cutoff to the handoff; 0: as soon as it is charged', unit: 'days' }),
});

export const billing = z.strictObject({
  dunningDays: z.array(z.int().min(1).max(90)).max(10).refine(isAscending, 'must be ascending').meta({
    description: 'When a declined charge is tried again, counted from the first; then the subscription is past due',
    unit: 'days, ascending',
  }),
});

export const delivery = z.strictObject({
  method: z.literal('parcel').meta({ description: 'How boxes travel; one-hour delivery is the zones’' }),
  service: z.enum(['standard', 'express', 'international']).meta({ description: 'What the carrier is asked for' }),
  overdueDays: z
    .int()
    .min(1)
    .max(120)
    .meta({ description: 'An undelivered parcel asks for attention so long after the handoff', unit: 'days' }),
});

export const shipment = z.strictObject({
  parkedDays: z.int().min(1).max(90).meta({
    description: 'How long a parked shipment waits for ops; then it is abandoned and paid back',
    unit: 'days',
  }),
  ratingRequestHours: z
    .int()
    .min(0)
    .max(60 * 24)
    .meta({ description: 'When the customer is asked for a rating, counted from the delivery', unit: 'hours' }),
  outOfStock: z.enum(['substitute', 'park']).meta({
    description:
      'When the pick is gone at the cutoff: send the next alternative, or wait for ops; what a customer chose is never substituted',
  }),
});

export const schedule = z.strictObject({
  cohorts: z.int().min(1).max(64).meta({ description: 'Groups of subscriptions, each with a Schedule of its own' }),
  everyMinutes: z
    .int()
    .min(1)
    .max(24 * 60)
    .meta({ description: 'How often each Schedule looks for due subscriptions', unit: 'minutes' }),
  opensPerSecond: z
    .number()
    .positive('must be more than 0')
    .max(1_000)
    .meta({ description: 'The most cycles that one cohort opens', unit: 'a second' }),
});

export const learning = z.strictObject({
  everyHours: z
    .int()
    .min(1)
    .max(24 * 31)
    .optional()
    .meta({
      description: 'How often the selection model is refreshed',
      unit: 'hours',
      absent: learningDefaults.everyHours,
      example: 12,
    }),
  minCustomers: z.int().min(2, 'must be at least 2: one is held back to check on').max(1_000_000).optional().meta({
    description: 'Customers with at least two items that training needs; below it the rules select alone',
    absent: learningDefaults.minCustomers,
    example: 50,
  }),
  rankingsPerSecond: z.number().positive('must be more than 0').max(10_000).optional().meta({
    description: 'The most rankings that are worked out ahead',
    unit: 'customers a second',
    absent: learningDefaults.rankingsPerSecond,
    example: 100,
  }),
});
