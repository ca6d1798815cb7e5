import { listTrackingEvents } from '#db/shipments/trackingEvents';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownShipment } from '#api/http/ownership';
import { shipmentResource } from '#api/resources/shipment';
import { idParams } from '#contract/common';
import { shipment } from '#contract/shipment';

export const getShipment = endpoint({
  method: 'get',
  path: '/v1/shipments/{id}',
  tag: 'customer',
  summary: 'One shipment and its way so far',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'The shipment', schema: shipment } },
  problems: ['NotFound'],
  find: ownShipment,
  handler: async ({ db }, _request, found) => {
    const events = found.trackingNumber === null ? [] : await listTrackingEvents(db, found.trackingNumber);
    return { status: 200, body: shipmentResource(found, events) };
  },
});
