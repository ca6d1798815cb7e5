import { listOrders } from '#db/deliveries/orders';
import { orderResource } from '#api/resources/checkout';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { order } from '#contract/checkout';
import { newestFirst, whose } from '#contract/common';

export const listOwnOrders = endpoint({
  method: 'get',
  path: '/v1/orders',
  tag: 'customer',
  summary: 'The single orders of a customer, newest first',
  access: customerRoles,
  query: whose.extend(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(order) } },
  handler: async ({ db }, { query, caller }) => {
    const customer = customerOf(caller, query.customerId, 'query');
    const rows = await listOrders(db, customer, decodeCursor(newestFirst, query.cursor), query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.createdAtExact, id: row.id });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, orderResource) };
  },
});
