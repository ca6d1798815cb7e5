import { z } from 'zod';
import { insertRating } from '#db/surveys/ratings';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownShipment } from '#api/http/ownership';
import { Problem } from '#api/http/problems';
import { idParams, isoOf } from '#contract/common';
import { comment, stars } from '#contract/feedback';
import { rating } from '#contract/shipment';

/** A shipment is rated once; the same rating under another key is the same wish, and accepted. */
export const rateShipment = endpoint({
  method: 'post',
  path: '/v1/shipments/{id}/ratings',
  tag: 'customer',
  summary: 'Rate a delivered shipment, once',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ stars, comment: comment.optional() }),
  responses: {
    200: { description: 'The same rating was given before', schema: rating },
    201: { description: 'Rated', schema: rating },
  },
  problems: ['NotFound', 'NotDelivered', 'AlreadyRated'],
  idempotent: true,
  transaction: true,
  find: ownShipment,
  handler: async ({ db }, { body }, { id: shipmentId, customerId, programId, sku, deliveredAt }) => {
    if (deliveredAt === null) throw new Problem('NotDelivered', 'a shipment can be rated once it is delivered');
    const given = { stars: body.stars, comment: body.comment ?? null };
    const standing = await insertRating(db, { shipmentId, customerId, programId, sku, ...given });
    if (standing.stars !== given.stars || standing.comment !== given.comment) {
      throw new Problem('AlreadyRated', `the shipment was rated on ${isoOf(standing.createdAt)}`);
    }
    const resource = { shipmentId, ...given, createdAt: isoOf(standing.createdAt) };
    return { status: standing.isNew ? 201 : 200, body: resource };
  },
});
