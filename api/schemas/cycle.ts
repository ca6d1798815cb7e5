import { z } from 'zod';
import { cycleStatuses } from '../../domain/subscription/types';
import { components, instant } from './common';

const item = {
  sku: z.string(),
  title: z.string(),
  priceCents: z.int().describe('List price'),
  reason: z.string().describe('Why this item suits the customer'),
};

const offeredItem = z.strictObject(item).register(components, { id: 'OfferedItem' });

const common = {
  subscriptionId: z.string(),
  number: z.int(),
  status: z.enum(cycleStatuses),
  selection: offeredItem.nullable().describe('What ships, or would; null when nothing suited'),
  chosenBy: z.enum(['everbox', 'customer']),
  skipped: z.boolean(),
  chargeCents: z.int(),
  openedAt: instant,
  cutoffAt: instant.describe('Until then the customer may change the cycle'),
  shipAt: instant,
  canChange: z.boolean(),
};

export const cycleSummary = z.strictObject(common).register(components, { id: 'CycleSummary' });

export const cycle = z
  .strictObject({ ...common, alternatives: z.array(offeredItem).describe('Items to swap to, best first') })
  .register(components, { id: 'Cycle' });
