import { z } from 'zod';
import { returnReasons } from '#domain/shipment/returns';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownShipment } from '#api/http/ownership';
import { Problem } from '#api/http/problems';
import { returnResource } from '#api/resources/feedback';
import { returnShipment } from '#usecases/shipments/return';
import { idParams } from '#contract/common';
import { comment, itemReturn } from '#contract/feedback';

/** Moves no money by itself: ops see the return, and decide what is owed. */
export const returnItem = endpoint({
  method: 'post',
  path: '/v1/shipments/{id}/returns',
  tag: 'customer',
  summary: 'Send a delivered item back, once',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ reason: z.enum(returnReasons), comment: comment.optional() }),
  responses: { 201: { description: 'Noted; the customer is told what to do', schema: itemReturn } },
  problems: ['NotFound', 'NotDelivered', 'AlreadyReturned'],
  idempotent: true,
  transaction: true,
  find: ownShipment,
  handler: async (context, { body: { reason, comment: words = null } }, shipment) => {
    if (shipment.deliveredAt === null) {
      throw new Problem('NotDelivered', 'a shipment can be sent back once it is delivered');
    }
    const { returned, instructions } = await returnShipment(context, shipment, reason, words);
    return { status: 201, body: returnResource(returned, instructions) };
  },
});
