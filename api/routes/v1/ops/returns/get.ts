import { z } from 'zod';
import { listReturns } from '#db/shipments/returns';
import { endpoint } from '#api/http/endpoint';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { opsReturnResource } from '#api/resources/feedback';
import { identifier, newestFirst } from '#contract/common';
import { opsReturn } from '#contract/feedback';

export const listReturnsEndpoint = endpoint({
  method: 'get',
  path: '/v1/ops/returns',
  tag: 'operator',
  summary: 'What customers send back, and why, latest first',
  access: ['operator'],
  query: z.strictObject({ ...pageQuery, programId: identifier.optional() }),
  responses: { 200: { description: 'One page', schema: pageOf(opsReturn) } },
  handler: async ({ db }, { query }) => {
    const after = decodeCursor(newestFirst, query.cursor);
    const rows = await listReturns(db, query.programId ?? null, after, query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.createdAtExact, id: row.shipmentId });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, opsReturnResource) };
  },
});
