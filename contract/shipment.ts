import { z } from 'zod';
import { attentionReasons } from '#domain/outcomes';
import { shipmentPhases } from '#domain/shipment/types';
import { components, instant } from './common';

const common = {
  id: z.string(),
  subscriptionId: z.string(),
  cycle: z.int(),
  programId: z.string(),
  sku: z.string(),
  title: z.string(),
  chargeCents: z.int(),
  phase: z.enum(shipmentPhases),
  trackingNumber: z.string().nullable(),
  trackingStatus: z.string().nullable(),
  handedOffAt: instant.nullable().describe('Business time, as the cycle has it'),
  deliveredAt: instant.nullable().describe('Business time'),
};

export const shipmentSummary = z.strictObject(common).register(components, { id: 'ShipmentSummary' });

export const shipment = z
  .strictObject({
    ...common,
    events: z
      .array(z.strictObject({ status: z.string(), occurredAt: instant }))
      .describe('Stations of the parcel, in the order in which they happened; the wall time that the carrier told'),
    rating: z.strictObject({ stars: z.int(), comment: z.string().nullable() }).nullable(),
  })
  .register(components, { id: 'Shipment' });

export const parkedShipment = z
  .strictObject({
    ...common,
    customerId: z.string(),
    attention: z.enum(attentionReasons),
    updatedAt: instant.describe('Real time, also of a subscription on a test clock'),
  })
  .register(components, { id: 'ParkedShipment' });

/** What was done at partners for a shipment. */
export const recordedEffects = z
  .strictObject({
    items: z.array(
      z.strictObject({
        step: z.string().describe('What was done, with its round from the second on: `charge`, `handoff-1`'),
        idempotencyKey: z.string().describe('With which the partner was asked'),
        answer: z.record(z.string(), z.unknown()).describe('What the partner answered'),
        recordedAt: instant.describe('Real time'),
      }),
    ),
  })
  .register(components, { id: 'RecordedEffects' });

/** Where a shipment stands right after an accepted ops command. */
export const shipmentChange = z
  .strictObject({
    shipmentId: z.string(),
    phase: z.enum(shipmentPhases),
    attention: z.enum(attentionReasons).nullable(),
    abandonReason: z.string().nullable(),
    revision: z.int().describe('Counts changes of this shipment'),
    addressFor: z
      .enum(['shipment', 'subscription', 'order'])
      .nullable()
      .describe(
        'What a mended address holds for: this box only, all that follow too, or a single order; null when none was given',
      ),
    warning: z.string().nullable().describe('What will not come out as one may expect; null when nothing is known of'),
  })
  .register(components, { id: 'ShipmentChange' });

export const rating = z
  .strictObject({
    shipmentId: z.string(),
    stars: z.int(),
    comment: z.string().nullable(),
    createdAt: instant,
  })
  .register(components, { id: 'Rating' });
