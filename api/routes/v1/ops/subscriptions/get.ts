import { z } from 'zod';
import { listSubscriptions } from '#db/subscriptions/subscriptionReads';
import { subscriptionStatuses } from '#domain/subscription/types';
import { endpoint } from '#api/http/endpoint';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { subscriptionResource } from '#api/resources/subscription';
import { customerId, identifier, newestFirst } from '#contract/common';
import { subscription } from '#contract/subscription';

export const findSubscriptions = endpoint({
  method: 'get',
  path: '/v1/ops/subscriptions',
  tag: 'operator',
  summary: 'Subscriptions by customer, program and status, newest first',
  access: ['operator'],
  query: z.strictObject({
    ...pageQuery,
    customerId: customerId.optional(),
    programId: identifier.optional(),
    status: z.enum(subscriptionStatuses).optional(),
  }),
  responses: { 200: { description: 'One page', schema: pageOf(subscription) } },
  handler: async ({ db }, { query }) => {
    const rows = await listSubscriptions(db, query, decodeCursor(newestFirst, query.cursor), query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.createdAtExact, id: row.id });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, subscriptionResource) };
  },
});
