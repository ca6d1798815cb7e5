import { z } from 'zod';
import { declineOffer } from '#usecases/couriers/answer';
import { endpoint } from '#api/http/endpoint';
import { idParams } from '#contract/common';

export const decline = endpoint({
  method: 'post',
  path: '/v1/offers/{id}/decline',
  tag: 'courier',
  summary: 'Decline an offer: it goes to somebody else',
  access: ['courier'],
  params: idParams,
  responses: {
    200: { description: 'Declined', schema: z.strictObject({ id: z.string(), state: z.literal('declined') }) },
  },
  problems: ['NotFound', 'OfferExpired', 'OfferAnswered', 'OfferWithdrawn'],
  idempotent: true,
  transaction: true,
  handler: async (context, { caller, params }) => {
    await declineOffer(context, caller.subject, params.id);
    return { status: 200, body: { id: params.id, state: 'declined' as const } };
  },
});
