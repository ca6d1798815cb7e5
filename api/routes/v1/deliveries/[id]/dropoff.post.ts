import { z } from 'zod';
import { stepRefusals, takeStep } from '#usecases/couriers/step';
import { endpoint } from '#api/http/endpoint';
import { idParams, line } from '#contract/common';
import { deliveryStep } from '#contract/courier';

const proof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('photo'), value: line(200).describe('A reference of the store of photos') }),
  z.strictObject({ kind: z.literal('code'), value: z.string().regex(/^\d{4}$/, 'must be four digits') }),
]);

export const dropOff = endpoint({
  method: 'post',
  path: '/v1/deliveries/{id}/dropoff',
  tag: 'courier',
  summary: 'It is with the customer, and here is the proof',
  access: ['courier'],
  params: idParams,
  body: z.strictObject({ proof }),
  responses: { 200: { description: 'Delivered', schema: deliveryStep } },
  problems: [...stepRefusals, 'NotPickedUp', 'AlreadyReturning', 'WrongCode', 'TooFarAway'],
  idempotent: true,
  transaction: true,
  handler: async (context, request) => ({
    status: 200,
    body: await takeStep(context, request, 'dropOff', request.body.proof),
  }),
});
