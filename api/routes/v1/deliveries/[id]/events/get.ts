import { readEventsAfter } from '#db/deliveries/deliveryEvents';
import { customerEventKinds } from '#domain/delivery/customerView';
import { streamEndpoint } from '#api/http/endpoint';
import { customerRoles, ownDelivery } from '#api/http/ownership';
import { fieldProblem } from '#api/http/problems';
import { deliveryEventResource } from '#api/resources/delivery';
import { idParams } from '#contract/common';

/** Events that are read, and wait to be sent, at once. */
const pageSize = 100;

export const followDelivery = streamEndpoint({
  path: '/v1/deliveries/{id}/events',
  tag: 'customer',
  summary: 'What happens to a one-hour delivery, as it happens',
  access: customerRoles,
  params: idParams,
  problems: ['NotFound'],
  events: 'Server-sent events: all that is stored, then what comes. `data` of each is a `DeliveryEvent`.',
  find: ownDelivery,
  follow: async ({ db }, request, { id }) => ({
    topic: id,
    afterId: lastEventId(request.header('last-event-id')),
    read: async (afterId) => {
      const { events, isComplete } = await readEventsAfter(db, id, afterId, customerEventKinds, pageSize);
      return { events: events.map((event) => ({ id: event.id, data: deliveryEventResource(event) })), isComplete };
    },
  }),
});

function lastEventId(header: string | undefined): number {
  if (header === undefined || header === '') return 0;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw fieldProblem({
    in: 'header',
    field: 'Last-Event-ID',
    rule: 'format:id',
    message: 'is not an ID of this stream',
  });
}
