import { z } from 'zod';
import { carryingFactor } from '../delivery/silence';

const cents = z.int('must be a whole number of minor units').min(0, 'must not be negative').max(100_000_00);

export const promise = z.strictObject({
  oneHourFeeCents: cents.meta({ description: 'What delivery within the hour costs', unit: 'minor units of currency' }),
  twoHourFeeCents: cents.meta({ description: 'What delivery within two hours costs', unit: 'minor units of currency' }),
  tripsPerCourierHour: z.number().positive('must be more than 0').max(20, 'must be at most 20').meta({
    description: 'Deliveries that one courier on shift is counted on for; windows are filled against it',
    unit: 'an hour',
  }),
  // The order may come at the end of the hold, and a hold that eats the hour leaves no time to deliver.
  holdMinutes: z
    .int()
    .min(1, 'must be 1 to 20')
    .max(20, 'must be 1 to 20')
    .meta({ description: 'How long an answered promise is held for its customer', unit: 'minutes' }),
  missed: z
    .strictObject({
      refundFee: z.boolean().meta({ description: 'Is the fee given back?' }),
      creditCents: cents.meta({ description: 'Given on top', unit: 'minor units of currency' }),
    })
    .meta({ description: 'What a missed promise is worth to the customer' }),
});

export const couriers = z
  .strictObject({
    metersPerMinute: z
      .number()
      .min(20, 'must be 20 to 2000')
      .max(2_000, 'must be 20 to 2000')
      .meta({ description: 'How fast couriers are counted on', unit: 'm a minute, as the crow flies' }),
    capacity: z
      .int()
      .min(1, 'must be 1 to 20')
      .max(20, 'must be 1 to 20')
      .meta({ description: 'The most that one courier carries', unit: 'orders' }),
    offerSeconds: z
      .int()
      .min(5, 'must be 5 to 600')
      .max(600, 'must be 5 to 600')
      .meta({ description: 'How long an offer stands', unit: 'seconds' }),
    silentSeconds: z
      .int()
      .min(10, 'must be 10 to 3600')
      .max(3_600, 'must be 10 to 3600')
      .meta({ description: 'Without a word for so long, a courier is not counted on any more', unit: 'seconds' }),
    silentCarryingSeconds: z
      .int()
      .min(10, 'must be 10 to 7200')
      .max(7_200, 'must be 10 to 7200')
      .optional()
      .meta({
        description: 'The same with orders in hand',
        unit: 'seconds',
        absent: `${carryingFactor} times \`silentSeconds\``,
      }),
  })
  .refine((rules) => (rules.silentCarryingSeconds ?? Infinity) >= rules.silentSeconds, {
    path: ['silentCarryingSeconds'],
    error: 'must be at least silentSeconds',
  });
