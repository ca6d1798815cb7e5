import { acceptOffer } from '#usecases/couriers/answer';
import { endpoint } from '#api/http/endpoint';
import { offerResource } from '#api/resources/courier';
import { idParams } from '#contract/common';
import { offer } from '#contract/courier';

export const accept = endpoint({
  method: 'post',
  path: '/v1/offers/{id}/accept',
  tag: 'courier',
  summary: 'Accept an offer: all its deliveries are yours, or none',
  access: ['courier'],
  params: idParams,
  responses: { 200: { description: 'Yours, with the addresses', schema: offer } },
  problems: ['NotFound', 'OfferExpired', 'OfferAnswered', 'OfferWithdrawn', 'OfferTaken'],
  idempotent: true,
  transaction: true,
  handler: async (context, { caller, params }) => {
    const { offer: accepted, zone } = await acceptOffer(context, caller.subject, params.id);
    return { status: 200, body: offerResource(accepted, zone) };
  },
});
