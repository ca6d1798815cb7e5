import { listTrackingEvents } from '#db/queries/trackingEvents';
import { endpoint } from '#api/endpoint';
import { customerRoles, ownShipment } from '#api/ownership';
import { shipmentResource } from '#api/resources/shipment';
import { idParams } from '#api/schemas/common';
import { shipment } from '#api/schemas/shipment';

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
