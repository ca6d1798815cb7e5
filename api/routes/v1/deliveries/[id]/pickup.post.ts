import { stepRefusals, takeStep } from '#usecases/couriers/step';
import { endpoint } from '#api/http/endpoint';
import { idParams } from '#contract/common';
import { deliveryStep } from '#contract/courier';

export const pickUp = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/pickup',
  tag: 'courier',
  summary: 'You have it: it was packed, and you are the courier who accepted it',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'On its way', schema: deliveryStep } },
  problems: [...stepRefusals, 'NotReady', 'AlreadyPickedUp'],
  idempotent: true,
  transaction: true,
  handler: async (context, request) => ({ status: 200, body: await takeStep(context, request, 'pickUp') }),
});
