import { z } from 'zod';
import { listCycles } from '#db/subscriptions/cycleReads';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { cycleSummaryResource } from '#api/resources/cycle';
import { belowNumber, idParams } from '#contract/common';
import { cycleSummary } from '#contract/cycle';

export const listCyclesEndpoint = endpoint({
  method: 'get',
  path: '/v1/subscriptions/{id}/cycles',
  tag: 'customer',
  summary: 'The cycles of a subscription, newest first',
  access: customerRoles,
  params: idParams,
  query: z.strictObject(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(cycleSummary) } },
  problems: ['NotFound'],
  find: ownSubscription,
  handler: async ({ db, now }, { query }, subscription) => {
    const below = decodeCursor(belowNumber, query.cursor)?.below ?? null;
    const rows = await listCycles(db, subscription.id, below, query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ below: row.number });
    const resourceOf = (row: (typeof rows)[number]) => cycleSummaryResource(row, subscription, now());
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, resourceOf) };
  },
});
