import { z } from 'zod';
import { components, instant } from './common';

const counts = z.record(z.string(), z.int());

export const programMetrics = z
  .strictObject({
    programId: z.string(),
    subscriptions: counts.describe('By status'),
    cycles: counts.describe(
      'By status; `openSkipped`: open, and the customer skips it. Of a box that did not leave, the phase of its shipment ' +
        '(`parked`, `dunning`, ...) and not `shipped`',
    ),
    shipments: counts.describe('By phase'),
    swapRate: z
      .number()
      .nullable()
      .describe('Share of the cycles that closed as shipped or skipped that the customer swapped; null without any'),
    skipRate: z.number().nullable().describe('Share of the same that the customer skipped; null without any'),
    ratings: z.int().describe('Of what cycles brought'),
    meanStars: z.number().nullable(),
    orderRatings: z.int().describe('Of single orders'),
    orderMeanStars: z.number().nullable(),
  })
  .register(components, { id: 'ProgramMetrics' });

export const speedMeaning = 'How many seconds of business time pass in one second of the wall';

export const testClock = z
  .strictObject({
    id: z.string(),
    programId: z.string(),
    speed: z.number().describe(speedMeaning),
    startedAt: instant,
    endedAt: instant.nullable(),
  })
  .register(components, { id: 'TestClock' });
