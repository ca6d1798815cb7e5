import { stepProblems, takeStep } from '#api/couriers/step';
import { endpoint } from '#api/endpoint';
import { idParams } from '#api/schemas/common';
import { deliveryStep } from '#api/schemas/courier';

export const reportAddressNotFound = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/address-not-found',
  tag: 'courier',
  summary: 'The address cannot be found: it goes back to its station',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'Going back', schema: deliveryStep } },
  problems: [...stepProblems, 'NotPickedUp', 'AlreadyReturning'],
  idempotent: true,
  transaction: true,
  handler: (context, request) => takeStep(context, request, 'reportAddressNotFound'),
});
