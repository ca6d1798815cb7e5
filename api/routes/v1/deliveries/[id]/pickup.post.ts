import { stepProblems, takeStep } from '#api/couriers/step';
import { endpoint } from '#api/endpoint';
import { idParams } from '#api/schemas/common';
import { deliveryStep } from '#api/schemas/courier';

export const pickUp = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/pickup',
  tag: 'courier',
  summary: 'You have it: it was packed, and you are the courier who accepted it',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'On its way', schema: deliveryStep } },
  problems: [...stepProblems, 'NotReady', 'AlreadyPickedUp'],
  idempotent: true,
  transaction: true,
  handler: (context, request) => takeStep(context, request, 'pickUp'),
});
