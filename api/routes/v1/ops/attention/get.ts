import { z } from 'zod';
import { listAttention } from '../../../../../db/queries/shipmentReads';
import { endpoint } from '../../../../endpoint';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '../../../../paging';
import { parkedResource } from '../../../../resources/shipment';
import { newestFirst } from '../../../../schemas/common';
import { parkedShipment } from '../../../../schemas/shipment';

export const listAttentionEndpoint = endpoint({
  method: 'get',
  path: '/v1/ops/attention',
  tag: 'operator',
  summary: 'Shipments that wait for a person, latest first',
  access: ['operator'],
  query: z.strictObject(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(parkedShipment) } },
  handler: async ({ db }, { query }) => {
    const rows = await listAttention(db, decodeCursor(newestFirst, query.cursor), query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ at: row.updatedAtExact, id: row.id });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, parkedResource) };
  },
});
