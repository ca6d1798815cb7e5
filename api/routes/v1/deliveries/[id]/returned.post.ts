import { stepRefusals, takeStep } from '#usecases/couriers/step';
import { endpoint } from '#api/http/endpoint';
import { idParams } from '#contract/common';
import { deliveryStep } from '#contract/courier';

export const returnToStation = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/returned',
  tag: 'courier',
  summary: 'It is back at its station',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'Returned', schema: deliveryStep } },
  problems: [...stepRefusals, 'NotPickedUp', 'NotReturning'],
  idempotent: true,
  transaction: true,
  handler: async (context, request) => ({ status: 200, body: await takeStep(context, request, 'returnToStation') }),
});
