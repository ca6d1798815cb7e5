import { z } from 'zod';
import { isZone } from '#domain/calendar/index';
import { cycleStatuses, subscriptionStatuses } from '#domain/subscription/types';
import { components, identifier, instant, line, location } from './common';
import { cycleDelivery } from './cycle';

export const address = z
  .strictObject({
    name: line(100),
    line1: line(200),
    line2: line(200).nullable().optional(),
    city: line(100),
    postalCode: line(20),
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code such as DE'),
    location: location.nullable().optional().describe('Where it is; one-hour delivery needs to know'),
  })
  .register(components, { id: 'Address' });

export const storedAddress = z.strictObject({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullable(),
  city: z.string(),
  postalCode: z.string(),
  country: z.string(),
  location: location.nullable(),
});

export const zone = z
  .string()
  .max(64)
  .refine(isZone, { error: 'must be an IANA time zone such as Europe/Berlin', params: { rule: 'zone' } })
  .describe('IANA zone of the customer: cycle dates are calendar dates there');

const interests = z.array(identifier).max(50);

/** Which interests there are is the program's to say: see `checkPreferences`. */
export const preferences = z
  .strictObject({
    ageYears: z.number().int().min(0).max(120).optional(),
    likes: interests,
    dislikes: interests,
    size: line(20).optional().describe('The size that you wear, as the program labels it'),
  })
  .register(components, { id: 'Preferences' });

/** What the payment partner gave for a card. Never a card number: those have spaces or are digits only. */
export const paymentToken = z
  .string()
  .regex(
    /^(?!\d+$)[A-Za-z0-9_.:-]{1,200}$/,
    'must be a token of the payment partner: 1 to 200 letters, digits or _ . : -, and not digits alone',
  );

export const subscription = z
  .strictObject({
    id: z.string(),
    customerId: z.string(),
    programId: z.string(),
    planId: z.string(),
    status: z.enum(subscriptionStatuses),
    zone: z.string().describe('IANA zone; cycle dates are calendar dates there'),
    email: z.string(),
    address: storedAddress,
    preferences,
    nextCycle: z.int(),
    nextOpenAt: instant.describe('When the next cycle opens, in business time'),
    cancelReason: z.string().nullable(),
    testClockId: z.string().nullable(),
    createdAt: instant,
  })
  .register(components, { id: 'Subscription' });

/** Where a subscription stands right after an accepted change: all of it follows from the change alone. */
export const subscriptionChange = z
  .strictObject({
    subscriptionId: z.string(),
    status: z.enum(subscriptionStatuses),
    planId: z.string(),
    preferences,
    nextCycle: z.int(),
    nextOpenAt: instant,
    revision: z.int().describe('Counts changes of this subscription'),
    cycle: z
      .strictObject({
        number: z.int(),
        status: z.enum(cycleStatuses),
        sku: z.string().nullable(),
        chosenBy: z.enum(['everbox', 'customer']),
        skipped: z.boolean(),
        alternatives: z.array(z.string()).describe('SKUs to swap to, best first'),
        chargeCents: z.int(),
        delivery: cycleDelivery,
        openedAt: instant,
        cutoffAt: instant,
        shipAt: instant,
      })
      .nullable()
      .describe('The open cycle, if any'),
  })
  .register(components, { id: 'SubscriptionChange' });
