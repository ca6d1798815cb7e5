import { stepRefusals, takeStep } from '#usecases/couriers/step';
import { endpoint } from '#api/http/endpoint';
import { idParams } from '#contract/common';
import { deliveryStep } from '#contract/courier';

export const giveUp = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/give-up',
  tag: 'courier',
  summary: 'You cannot deliver it after all: before the pickup, it goes to somebody else',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'Given up', schema: deliveryStep } },
  problems: [...stepRefusals, 'AlreadyPickedUp'],
  idempotent: true,
  transaction: true,
  handler: async (context, request) => ({ status: 200, body: await takeStep(context, request, 'giveUp') }),
});
