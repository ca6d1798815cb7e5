import { z } from 'zod';
import { listShipments } from '#db/shipments/shipmentReads';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { decodeCursor, pageFrom, pageOf, pageQuery } from '#api/http/paging';
import { shipmentSummaryResource } from '#api/resources/shipment';
import { belowNumber, idParams } from '#contract/common';
import { shipmentSummary } from '#contract/shipment';

export const listShipmentsEndpoint = endpoint({
  method: 'get',
  path: '/v1/subscriptions/{id}/shipments',
  tag: 'customer',
  summary: 'The shipments of a subscription, newest first',
  access: customerRoles,
  params: idParams,
  query: z.strictObject(pageQuery),
  responses: { 200: { description: 'One page', schema: pageOf(shipmentSummary) } },
  problems: ['NotFound'],
  find: ownSubscription,
  handler: async ({ db }, { query }, subscription) => {
    const below = decodeCursor(belowNumber, query.cursor)?.below ?? null;
    const rows = await listShipments(db, subscription.id, below, query.limit + 1);
    const positionOf = (row: (typeof rows)[number]) => ({ below: row.cycle });
    return { status: 200, body: pageFrom(rows, query.limit, positionOf, shipmentSummaryResource) };
  },
});
