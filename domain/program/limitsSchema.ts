import { z } from 'zod';
import { limitDefaults } from '../limits/rules';
import type { LimitRules } from '../limits/types';

const count = z.int('must be a whole number').min(1, 'must be at least 1');

/** The section `limits` of a program. */
export const limits = z.strictObject({
  subscriptionsPerCustomer: count.max(1_000_000).optional().meta({
    description: 'Subscriptions of this program that one customer may have at once; cancelled ones do not count',
    absent: limitDefaults.subscriptionsPerCustomer,
    example: 200,
  }),
  changesPerMinute: count.max(6_000).optional().meta({
    description: 'Changes of one subscription: so many at once, and as many again in every minute',
    absent: limitDefaults.changesPerMinute,
    example: 60,
  }),
  changesPerDay: count
    .max(1_000_000)
    .optional()
    .meta({ description: 'The same over a day', absent: limitDefaults.changesPerDay, example: 500 }),
}) satisfies z.ZodType<Partial<LimitRules>>;
