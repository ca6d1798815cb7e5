import { orderResource } from '#api/resources/checkout';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownOrder } from '#api/http/ownership';
import { order } from '#contract/checkout';
import { idParams } from '#contract/common';

export const getOrder = endpoint({
  method: 'get',
  path: '/v1/orders/{id}',
  tag: 'customer',
  summary: 'One single order',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'The order', schema: order } },
  problems: ['NotFound'],
  find: ownOrder,
  handler: async (_context, _request, found) => ({ status: 200, body: orderResource(found) }),
});
