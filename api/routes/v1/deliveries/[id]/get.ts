import { readCourier } from '#db/deliveries/couriers';
import { readEventsAfter } from '#db/deliveries/deliveryEvents';
import { readZone } from '#db/deliveries/zones';
import { customerEventKinds } from '#domain/delivery/customerView';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownDelivery } from '#api/http/ownership';
import { deliveryResource } from '#api/resources/delivery';
import { idParams } from '#contract/common';
import { delivery } from '#contract/delivery';

/** Of those there may be hundreds; the stream has them. */
const listedKinds = customerEventKinds.filter((kind) => kind !== 'located');
/** More than any delivery has: couriers who give up, one after the other, make the most. */
const mostEvents = 200;

export const getDelivery = endpoint({
  method: 'get',
  path: '/v1/deliveries/{id}',
  tag: 'customer',
  summary: 'Where a one-hour delivery is, and when it is expected',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'The delivery', schema: delivery } },
  problems: ['NotFound'],
  find: ownDelivery,
  handler: async ({ db, now }, _request, found) => {
    const zone = await readZone(db, found.zoneId);
    const courier = found.courierId === null ? null : await readCourier(db, found.courierId);
    const { events } = await readEventsAfter(db, found.id, 0, listedKinds, mostEvents);
    return { status: 200, body: deliveryResource(found, { nowMs: now(), zone, courier, events }) };
  },
});
