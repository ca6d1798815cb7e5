import { z } from 'zod';
import { insertRating } from '../../../../../../db/queries/ratings';
import { endpoint } from '../../../../../endpoint';
import { customerRoles, ownShipment } from '../../../../../ownership';
import { Problem } from '../../../../../problems';
import { idParams, isoOf, lines } from '../../../../../schemas/common';
import { rating } from '../../../../../schemas/shipment';

/** A shipment is rated once; the same rating under another key is the same wish, and accepted. */
export const rateShipment = endpoint({
  method: 'post',
  path: '/v1/shipments/{id}/ratings',
  tag: 'customer',
  summary: 'Rate a delivered shipment, once',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ stars: z.int().min(1).max(5), comment: lines(2_000).optional() }),
  responses: {
    200: { description: 'The same rating was given before', schema: rating },
    201: { description: 'Rated', schema: rating },
  },
  problems: ['NotFound', 'NotDelivered', 'AlreadyRated'],
  idempotent: true,
  transaction: true,
  find: ownShipment,
  handler: async ({ db }, { body }, { id, customerId, programId, sku, deliveredAt }) => {
    if (deliveredAt === null) throw new Problem('NotDelivered', 'a shipment can be rated once it is delivered');
    const { stars, comment = null } = body;
    const standing = await insertRating(db, { shipmentId: id, customerId, programId, sku, stars, comment });
    if (standing.stars !== stars || standing.comment !== comment) {
      throw new Problem('AlreadyRated', `the shipment was rated on ${isoOf(standing.createdAt)}`);
    }
    const resource = { shipmentId: id, stars, comment, createdAt: isoOf(standing.createdAt) };
    return { status: standing.isNew ? 201 : 200, body: resource };
  },
});
