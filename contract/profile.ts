import { z } from 'zod';
import { returnReasons } from '#domain/shipment/returns';
import { fitClasses } from '#domain/sizing/model/types';
import { components, instant } from './common';
import { knownMeasurements } from './sizing';
import { preferences } from './subscription';

export const customerSettings = z
  .strictObject({
    customerId: z.string(),
    personalization: z.boolean().describe('May what the customer does count in what is picked for them?'),
    surveysOptedOut: z.boolean(),
  })
  .register(components, { id: 'CustomerSettings' });

const subscriptionId = z.string();
const programId = z.string();
const words = z.string().nullable();
const ofCycle = { subscriptionId, cycle: z.int(), programId };
const ofShipment = { shipmentId: z.string(), programId, sku: z.string() };

const weights = z.record(z.string(), z.number());
const taste = z
  .strictObject({
    programId,
    computedAt: instant,
    deeds: z.int().describe('How many things that you did are in it'),
    brands: weights.describe('How much each speaks for an item, between 0 and 1'),
    categories: weights,
    skus: weights,
    priceCents: z.strictObject({ low: z.int(), high: z.int() }).nullable(),
    sizes: z.array(z.string()),
    ages: z.array(z.int()),
  })
  .register(components, { id: 'Taste' });

export const profile = z
  .strictObject({
    customerId: z.string(),
    personalization: z.boolean(),
    surveysOptedOut: z.boolean(),
    erasedAt: instant.nullable().describe('When all that was known was erased, the last time'),
    preferences: z.array(z.strictObject({ subscriptionId, programId, preferences })).describe('What you told us'),
    ratings: z.array(z.strictObject({ ...ofShipment, stars: z.int(), comment: words, createdAt: instant })),
    subscriptionRatings: z.array(
      z.strictObject({ subscriptionId, stars: z.int(), comment: words, createdAt: instant }),
    ),
    swaps: z.array(z.strictObject({ ...ofCycle, sku: z.string() })).describe('What you swapped away from'),
    skips: z.array(z.strictObject({ ...ofCycle, sku: z.string().nullable() })),
    returns: z.array(
      z.strictObject({ ...ofShipment, reason: z.enum(returnReasons), comment: words, createdAt: instant }),
    ),
    surveys: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        answers: z.record(z.string(), z.union([z.number(), z.string()])),
        answeredAt: instant,
      }),
    ),
    measurements: knownMeasurements.nullable().describe('What you told us of your body; null: nothing'),
    fits: z
      .array(z.strictObject({ programId, sku: z.string(), size: z.string(), fit: z.enum(fitClasses), saidAt: instant }))
      .describe('How what you wore turned out: too small, right (`fit`), too large'),
    events: z
      .array(z.strictObject({ programId: programId.nullable(), kind: z.string(), count: z.int(), latestAt: instant }))
      .describe('What was recorded of what you did, counted by kind'),
    rankings: z
      .array(
        z.strictObject({
          subscriptionId,
          programId,
          modelVersion: z.int(),
          computedAt: instant,
          skus: z.array(z.string()).describe('Its first ten, best first'),
        }),
      )
      .describe('What was worked out ahead for you'),
    search: z
      .array(taste)
      .describe('What search knows of you now; a search in a session counts what was done in it three times'),
  })
  .describe('What is known of a customer for what is picked for them; of each list the newest 1000')
  .register(components, { id: 'Profile' });

export const erasure = z
  .strictObject({
    customerId: z.string(),
    erasedAt: instant,
    personalization: z.boolean(),
    surveysOptedOut: z.boolean(),
  })
  .register(components, { id: 'Erasure' });

export const forgotten = z
  .strictObject({
    programId,
    sku: z.string(),
    forgotten: z.int().describe('How many events, ratings and cycles told of it'),
  })
  .register(components, { id: 'ForgottenItem' });
