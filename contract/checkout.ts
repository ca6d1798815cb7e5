import { z } from 'zod';
import { closedReasons, windowKinds } from '#domain/promise/types';
import { shipmentPhases } from '#domain/shipment/types';
import { components, instant, location } from './common';
import { address, storedAddress } from './subscription';

const feeCents = z.int().describe('On top of the item, in the minor unit of the program’s currency');

const openWindow = z.strictObject({
  kind: z.enum(windowKinds),
  open: z.literal(true),
  feeCents,
  dueAt: instant.describe('At the door by then'),
  station: z.string().nullable().describe('Where it comes from; null for a cycle, since only its day will tell'),
});

const closedWindow = z.strictObject({
  kind: z.enum(windowKinds),
  open: z.literal(false),
  reason: z.enum(closedReasons).describe('For programs'),
  explanation: z.string().describe('For people'),
  opensAt: instant.optional().describe('Of `stationClosed`: when a station that has it opens next'),
});

const parcel = z.strictObject({
  kind: z.literal('parcel'),
  open: z.literal(true),
  feeCents,
  service: z.enum(['standard', 'express', 'international']),
  withinDays: z.int().describe('Days from the handoff after which we look for a parcel that has not arrived'),
});

const source = z.strictObject({
  source: z
    .enum(['fresh', 'cache', 'stale', 'own'])
    .describe('`fresh`, `cache`, `stale`: what the partner said; `own`: our records, since the partner says nothing'),
  ageMs: z.int().describe('How old that is at most'),
});

export const deliveryOptions = z
  .strictObject({
    programId: z.string(),
    sku: z.string(),
    priceCents: z.int(),
    currency: z.string(),
    zone: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
    options: z.array(z.union([openWindow, closedWindow, parcel])),
    basedOn: z
      .strictObject({ stock: source, couriers: source })
      .nullable()
      .describe(
        'What the windows were computed from; null where there is no zone, and for a cycle, whose day lies ahead',
      ),
  })
  .register(components, { id: 'DeliveryOptions' });

const promised = {
  programId: z.string(),
  sku: z.string(),
  kind: z.enum(windowKinds),
  priceCents: z.int(),
  feeCents,
  chargeCents: z.int().describe('What an order is charged: price and fee'),
  dueAt: instant.describe('At the door by then'),
};

export const deliveryPromise = z
  .strictObject({
    id: z.string(),
    customerId: z.string(),
    ...promised,
    currency: z.string(),
    station: z.string(),
    location,
    expiresAt: instant.describe('Held until then; order before'),
  })
  .register(components, { id: 'DeliveryPromise' });

/** An address whose place is known: couriers are sent there. */
export const orderAddress = address.extend({ location }).register(components, { id: 'LocatedAddress' });

export const order = z
  .strictObject({
    id: z.string(),
    customerId: z.string(),
    ...promised,
    title: z.string(),
    promiseId: z.string(),
    zoneId: z.string(),
    email: z.string(),
    address: storedAddress,
    shipmentId: z.string().describe('Of `/v1/shipments`, once the order is under way'),
    delivery: z
      .strictObject({ id: z.string(), href: z.string() })
      .describe('To follow: it is there once the station has the order; 404 before, and if the order ends without one'),
    phase: z.enum(shipmentPhases).nullable().describe('Of its shipment; null for the moment until that begins'),
    createdAt: instant,
  })
  .register(components, { id: 'Order' });
