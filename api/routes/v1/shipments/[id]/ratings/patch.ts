import { z } from 'zod';
import { changeRating } from '#db/surveys/ratingChanges';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownShipment } from '#api/http/ownership';
import { Problem } from '#api/http/problems';
import { idParams, isoOf } from '#contract/common';
import { comment, stars } from '#contract/feedback';
import { rating } from '#contract/shipment';

/** The old rating is not kept: it was wrong, and nothing is learned from it any more. */
export const correctRating = endpoint({
  method: 'patch',
  path: '/v1/shipments/{id}/ratings',
  tag: 'customer',
  summary: 'Correct the rating of a shipment; what is left out stays',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({
    stars: stars.optional(),
    comment: comment.nullable().optional().describe('Null takes it back'),
  }),
  responses: { 200: { description: 'Corrected', schema: rating } },
  problems: ['NotFound'],
  idempotent: true,
  transaction: true,
  find: ownShipment,
  handler: async ({ db, now }, { body }, { id: shipmentId }) => {
    const changed = await changeRating(db, shipmentId, body, now());
    if (!changed) throw new Problem('NotFound', 'the shipment has no rating yet');
    const { createdAt, ...rated } = changed;
    return { status: 200, body: { shipmentId, ...rated, createdAt: isoOf(createdAt) } };
  },
});
