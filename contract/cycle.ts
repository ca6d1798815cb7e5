import { z } from 'zod';
import { windowKinds } from '#domain/promise/types';
import { cycleStatuses } from '#domain/subscription/types';
import { components, instant } from './common';

const item = {
  sku: z.string(),
  title: z.string(),
  priceCents: z.int().describe('List price'),
  reason: z.string().describe('Why this item suits the customer'),
  size: z.string().nullable().describe('Of an item that is worn; null for all others'),
};

const offeredItem = z.strictObject(item).register(components, { id: 'OfferedItem' });

const deliveryMethods = ['parcel', ...windowKinds] as const;

export const cycleDelivery = z
  .strictObject({
    method: z.enum(deliveryMethods),
    feeCents: z.int().describe('Charged with the box; given back when no courier can be promised on the day'),
    from: z.string().nullable().describe('The local time that was asked for; null: as soon as the box is ready'),
    courierFrom: instant
      .nullable()
      .describe('When a courier is asked for, who then comes within the one hour or two; null for a parcel'),
  })
  .register(components, { id: 'CycleDelivery' });

const common = {
  subscriptionId: z.string(),
  number: z.int(),
  status: z.enum(cycleStatuses),
  selection: offeredItem.nullable().describe('What ships, or would; null when nothing suited'),
  chosenBy: z.enum(['everbox', 'customer']),
  skipped: z.boolean(),
  chargeCents: z.int().describe('The plan’s charge; the fee of `delivery` comes on top'),
  delivery: cycleDelivery,
  openedAt: instant,
  cutoffAt: instant.describe('Until then the customer may change the cycle'),
  shipAt: instant,
  canChange: z.boolean(),
};

export const cycleSummary = z.strictObject(common).register(components, { id: 'CycleSummary' });

export const cycle = z
  .strictObject({ ...common, alternatives: z.array(offeredItem).describe('Items to swap to, best first') })
  .register(components, { id: 'Cycle' });
