import { z } from 'zod';
import { components } from './common';

/** What anybody may know of a program; weights, dunning and schedules are the house's own. */
export const program = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    currency: z.string().describe('ISO 4217; amounts are in its minor units'),
    regions: z.array(z.string()).describe('ISO 3166-1 alpha-2 countries; `*` is the whole world'),
    plans: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        chargeCents: z.int().describe('Charged per cycle that ships'),
        cadence: z.strictObject({ every: z.int(), unit: z.enum(['week', 'month']) }),
      }),
    ),
    cycle: z.strictObject({ openDays: z.int(), shipDaysAfterCutoff: z.int() }),
    ages: z.strictObject({ min: z.int(), max: z.int() }).nullable(),
    interests: z.array(z.strictObject({ id: z.string(), title: z.string() })),
    sizing: z
      .strictObject({
        kind: z.enum(['clothes', 'shoes']),
        sizes: z.array(z.string()).describe('Labels, smallest first'),
      })
      .nullable()
      .describe('Null: items have no sizes'),
  })
  .register(components, { id: 'Program' });
