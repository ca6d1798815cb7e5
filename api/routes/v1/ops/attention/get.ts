import { z } from 'zod';
import { listAttention } from '#db/shipments/shipmentReads';
import { attentionNotices } from '#usecases/recovery/attentionNotices';
import { endpoint } from '#api/http/endpoint';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { parkedResource } from '#api/resources/shipment';
import { newestFirst } from '#contract/common';
import { parkedShipment } from '#contract/shipment';

const attentionPage = pageOf(parkedShipment).extend({
  notices: z.array(z.string()).describe('Sentences about workflows without rows, and rows without workflows'),
});

export const listAttentionEndpoint = endpoint({
  method: 'get',
  path: '/v1/ops/attention',
  tag: 'operator',
  summary: 'Shipments that wait for a person, latest first; and what is amiss with workflows and rows',
  access: ['operator'],
  query: z.strictObject(pageQuery),
  responses: { 200: { description: 'One page', schema: attentionPage } },
  handler: async (context, { query }) => {
    const rows = await listAttention(context.db, decodeCursor(newestFirst, query.cursor), query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.updatedAtExact, id: row.id });
    const page = pageFrom(rows, query.limit, positionOf, parkedResource);
    return { status: 200, body: { ...page, notices: await attentionNotices(context) } };
  },
});
