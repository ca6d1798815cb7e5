import { orderResource } from '#api/checkout/resource';
import { endpoint } from '#api/endpoint';
import { customerRoles, ownOrder } from '#api/ownership';
import { order } from '#api/schemas/checkout';
import { idParams } from '#api/schemas/common';

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
