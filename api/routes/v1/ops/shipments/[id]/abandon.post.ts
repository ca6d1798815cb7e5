import { z } from 'zod';
import { abandonShipment } from '#workflows/shipment/messages';
import { endpoint } from '#api/http/endpoint';
import { ownShipment } from '#api/http/ownership';
import { idParams, line } from '#contract/common';
import { shipmentChange } from '#contract/shipment';
import { changeShipment } from '#api/http/shipmentUpdates';

export const abandonParkedShipment = endpoint({
  method: 'post',
  path: '/v1/ops/shipments/{id}/abandon',
  tag: 'operator',
  summary: 'Give a shipment up: what was done for it is undone, the charge refunded',
  access: ['operator'],
  params: idParams,
  body: z.strictObject({ reason: line(200) }),
  responses: { 200: { description: 'It is being undone', schema: shipmentChange } },
  problems: ['NotFound', 'TooLateToAbandon', 'Unavailable'],
  idempotent: true,
  find: ownShipment,
  handler: (context, { body, updateId }, shipment) =>
    changeShipment(context, shipment, abandonShipment, updateId, { reason: body.reason }),
});
