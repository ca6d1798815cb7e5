import { z } from 'zod';
import { deliveryPhases } from '#domain/delivery/types';
import { components, instant, location } from './common';

export const shift = z
  .strictObject({
    zoneId: z.string(),
    from: instant.nullable().describe('When an announced shift begins; null: it is running, or there is none'),
    until: instant.nullable().describe('Null: off shift'),
    capacity: z.int().describe('The most deliveries carried at once'),
    suggestedPlace: z
      .strictObject({
        station: z.strictObject({ id: z.string(), title: z.string(), place: location }),
        reason: z.string(),
        until: instant.describe('It stands until then, or until you are offered something'),
      })
      .nullable()
      .describe('Where orders are expected, while you have none; it binds you to nothing'),
  })
  .register(components, { id: 'Shift' });

export const courierLocation = z
  .strictObject({
    applied: z.boolean().describe('False: a newer place was known, and nothing was changed'),
    place: location,
    at: instant,
  })
  .register(components, { id: 'CourierLocation' });

const offeredDelivery = z.strictObject({
  id: z.string(),
  phase: z.enum(deliveryPhases),
  place: location,
  address: z
    .strictObject({
      name: z.string(),
      line1: z.string(),
      line2: z.string().nullable(),
      city: z.string(),
      postalCode: z.string(),
    })
    .nullable()
    .describe('Null until the offer is accepted'),
  packed: z.boolean(),
  readyAt: instant.describe('When it is, or is expected to be, packed'),
  dueAt: instant,
  expectedAt: instant.nullable(),
});

export const offer = z
  .strictObject({
    id: z.string(),
    state: z.enum(['open', 'accepted']),
    expiresAt: instant.describe('An open offer can be answered until then'),
    station: z.strictObject({ id: z.string(), title: z.string(), place: location.nullable() }),
    deliveries: z.array(offeredDelivery).describe('In the order of drop-offs; what is finished is left out'),
  })
  .register(components, { id: 'Offer' });

export const deliveryStep = z
  .strictObject({ deliveryId: z.string(), phase: z.enum(deliveryPhases) })
  .register(components, { id: 'DeliveryStep' });
