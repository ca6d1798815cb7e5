import { orderResource } from '../../../../checkout/resource';
import { endpoint } from '../../../../endpoint';
import { customerRoles, ownOrder } from '../../../../ownership';
import { order } from '../../../../schemas/checkout';
import { idParams } from '../../../../schemas/common';

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
