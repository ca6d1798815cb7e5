import { stepRefusals, takeStep } from '#usecases/couriers/step';
import { endpoint } from '#api/http/endpoint';
import { idParams } from '#contract/common';
import { deliveryStep } from '#contract/courier';

export const reportAddressNotFound = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/address-not-found',
  tag: 'courier',
  summary: 'The address cannot be found: it goes back to its station',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'Going back', schema: deliveryStep } },
  problems: [...stepRefusals, 'NotPickedUp', 'AlreadyReturning'],
  idempotent: true,
  transaction: true,
  handler: async (context, request) => ({
    status: 200,
    body: await takeStep(context, request, 'reportAddressNotFound'),
  }),
});
