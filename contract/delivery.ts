import { z } from 'zod';
import { customerEventKinds, customerStatuses } from '#domain/delivery/customerView';
import { components, instant, location } from './common';

/** One event, in the list of a delivery and as `data` of its stream. */
export const deliveryEvent = z
  .strictObject({
    kind: z.enum(customerEventKinds),
    status: z.enum(customerStatuses).describe('Where the delivery stood after it'),
    occurredAt: instant,
    place: location.nullable().describe('Of the courier, in `located`'),
    expectedAt: instant.nullable().describe('When it was expected to arrive, as far as was known'),
  })
  .register(components, { id: 'DeliveryEvent' });

export const delivery = z
  .strictObject({
    id: z.string(),
    status: z.enum(customerStatuses),
    station: z.string().describe('Where it comes from'),
    destination: location,
    orderedAt: instant,
    dueAt: instant.describe('Promised at the door by then'),
    expectedAt: instant.nullable().describe('Null while no courier has it, and after its end'),
    endedAt: instant.nullable(),
    atRisk: z.boolean().describe('The promise is, or was, in danger'),
    missed: z.boolean().describe('The promise was not kept'),
    courier: z
      .strictObject({ place: location, at: instant })
      .nullable()
      .describe('Where the courier was last; null while there is none, or their place is not known'),
    code: z.string().nullable().describe('To tell the courier at the door; null once the delivery has ended'),
    events: z.array(deliveryEvent).describe('What happened, oldest first, without the places on the way'),
  })
  .register(components, { id: 'Delivery' });
