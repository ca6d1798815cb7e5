import { listSubscriptions } from '#db/subscriptions/subscriptionReads';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { subscriptionResource } from '#api/resources/subscription';
import { newestFirst, whose } from '#contract/common';
import { subscription } from '#contract/subscription';

export const listOwnSubscriptions = endpoint({
  method: 'get',
  path: '/v1/subscriptions',
  tag: 'customer',
  summary: 'The subscriptions of a customer, newest first',
  access: customerRoles,
  query: whose.extend(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(subscription) } },
  handler: async ({ db }, { query, caller }) => {
    const filter = { customerId: customerOf(caller, query.customerId, 'query') };
    const rows = await listSubscriptions(db, filter, decodeCursor(newestFirst, query.cursor), query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.createdAtExact, id: row.id });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, subscriptionResource) };
  },
});
