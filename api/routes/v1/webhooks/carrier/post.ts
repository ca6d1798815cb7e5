import { z } from 'zod';
import { endpoint } from '#api/http/endpoint';
import { components, givenInstant } from '#contract/common';
import { eventId, eventRecorded, signedEvent } from '#api/http/signedWebhook';
import { recordTracking } from '#usecases/shipments/recordTracking';
import { trackingStatuses } from '#domain/shipment/tracking';

const event = z
  .strictObject({
    eventId,
    trackingNumber: z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be 1 to 64 letters, digits or _ . : -'),
    status: z.enum(trackingStatuses),
    occurredAt: givenInstant(),
  })
  .register(components, { id: 'TrackingEvent' });

/**
 * One station of a parcel. The carrier repeats an event until it is acknowledged, and events come late and out of
 * order; the answer is given once the event is committed. A parcel that is not known (yet) is a 404, so that the event
 * comes again: its booking may be on the way into the database.
 */
export const carrierWebhook = endpoint({
  method: 'post',
  path: '/v1/webhooks/carrier',
  tag: 'partner',
  summary: 'A tracking event of the parcel carrier',
  access: 'signed',
  body: event,
  responses: { 200: eventRecorded },
  problems: ['BadSignature', 'MalformedJson', 'NotFound'],
  transaction: true,
  handler: async (context, request) => {
    const received = signedEvent(event, context, request);
    const isNew = await recordTracking(context.db, received);
    return { status: 200, body: { eventId: received.eventId, duplicate: !isNew } };
  },
});
