import { listEffects } from '#db/shipments/effects';
import { effectKey } from '#domain/ids';
import { endpoint } from '#api/http/endpoint';
import { ownShipment } from '#api/http/ownership';
import { idParams, isoOf } from '#contract/common';
import { recordedEffects } from '#contract/shipment';

export const listShipmentEffects = endpoint({
  method: 'get',
  path: '/v1/ops/shipments/{id}/effects',
  tag: 'operator',
  summary: 'What was done at partners for a shipment, as recorded, oldest first',
  access: ['operator'],
  params: idParams,
  responses: { 200: { description: 'All that is recorded', schema: recordedEffects } },
  problems: ['NotFound'],
  find: ownShipment,
  handler: async ({ db }, _request, { subscriptionId, cycle }) => {
    const rows = await listEffects(db, { subscriptionId, cycle });
    const items = rows.map(({ step, answer, recordedAt }) => {
      return { step, idempotencyKey: effectKey(subscriptionId, cycle, step), answer, recordedAt: isoOf(recordedAt) };
    });
    return { status: 200, body: { items } };
  },
});
