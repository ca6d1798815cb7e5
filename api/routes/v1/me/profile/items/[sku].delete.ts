import { z } from 'zod';
import { forgetItem } from '#db/privacy/forgetting';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { identifier, sku, whose } from '#contract/common';
import { forgotten } from '#contract/profile';

/** A present for somebody else, a slip of the finger: it says nothing of the customer. It is not sent again, though. */
export const forgetItemEndpoint = endpoint({
  method: 'delete',
  path: '/v1/me/profile/items/{sku}',
  tag: 'customer',
  summary: 'Forget what you did with one item',
  access: customerRoles,
  params: z.strictObject({ sku }),
  query: whose.extend({ programId: identifier }),
  responses: { 200: { description: 'Forgotten', schema: forgotten } },
  transaction: true,
  handler: async ({ db }, { caller, params, query }) => {
    const { programId } = query;
    const customerId = customerOf(caller, query.customerId, 'query');
    const count = await forgetItem(db, { customerId, programId, sku: params.sku });
    return { status: 200, body: { programId, sku: params.sku, forgotten: count } };
  },
});
