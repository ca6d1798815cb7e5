import { z } from 'zod';
import { lockDelivery, markPacked } from '#db/deliveries/deliveries';
import { insertStationEvent, standingOfOrder } from '#db/deliveries/stationEvents';
import { endpoint } from '#api/http/endpoint';
import { named } from '#usecases/noSuch';
import { Problem } from '#api/http/problems';
import { components, givenInstant } from '#contract/common';
import { eventId, eventRecorded, signedEvent } from '#api/http/signedWebhook';

const event = z
  .strictObject({
    eventId,
    reference: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be the shipment of the order'),
    warehouseOrderId: z
      .string()
      .regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'must be the number of the order that the handoff was answered with'),
    status: z.literal('packed'),
    occurredAt: givenInstant(),
  })
  .register(components, { id: 'StationEvent' });

/**
 * A station has packed a one-hour order: the handoff. The station repeats an event until it is acknowledged; a
 * repeat changes nothing. It names the order, since a late station loses it to another, and what the one has packed is not
 * what the other has. An order that is not known (yet) is a 404, so that the event comes again.
 */
export const warehouseWebhook = endpoint({
  method: 'post',
  path: '/v1/webhooks/warehouse',
  tag: 'partner',
  summary: 'A station has packed an order',
  access: 'signed',
  body: event,
  responses: { 200: eventRecorded },
  problems: ['BadSignature', 'MalformedJson', 'NotFound'],
  transaction: true,
  handler: async (context, request) => {
    const received = signedEvent(event, context, request);
    const { eventId: id, reference, occurredAtMs } = received;
    if (!(await lockDelivery(context.db, reference))) {
      throw new Problem('NotFound', `no delivery ${named(reference)} is known; send the event again later`);
    }
    const standing = await standingOfOrder(context.db, received);
    if (standing === null) {
      throw new Problem('NotFound', 'no order of this number is known for the reference; send the event again later');
    }
    const isNew = await insertStationEvent(context.db, received);
    // Of a delivery that has ended, or that an earlier event packed, it changes nothing more: it is stored all the same.
    // So is what a station packed that was too late with it, and has lost the order to another.
    if (isNew && standing === 'awaited') await markPacked(context.db, reference, occurredAtMs);
    return { status: 200, body: { eventId: id, duplicate: !isNew } };
  },
});
