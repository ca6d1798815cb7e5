import { z } from 'zod';
import { placeOrder } from '#usecases/checkout/placeOrder';
import { locatedAddress } from '#api/http/addresses';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { orderResource } from '#api/resources/checkout';
import { order, orderAddress } from '#contract/checkout';
import { customerId, identifier, sku } from '#contract/common';
import { paymentToken } from '#contract/subscription';

/**
 * A single order: accepted into Postgres in one transaction, with the message for the relay, and answered at once. It
 * needs no Temporal to be up, and its promise runs from now on.
 */
export const createOrder = endpoint({
  method: 'post',
  path: '/v1/orders',
  tag: 'customer',
  summary: 'Order an item for a held delivery window',
  access: customerRoles,
  body: z.strictObject({
    customerId: customerId.optional().describe('For operators and services: who orders'),
    programId: identifier,
    sku,
    promiseId: identifier,
    email: z.email().max(254),
    address: orderAddress,
    paymentToken,
  }),
  responses: { 201: { description: 'Accepted', schema: order } },
  problems: ['PromiseMismatch', 'PromiseExpired', 'PromiseUsed', 'RegionNotServed'],
  idempotent: true,
  transaction: true,
  handler: async (context, { body, caller }) => {
    const { location } = body.address;
    const address = { ...locatedAddress(body.address), location };
    const whose = customerOf(caller, body.customerId, 'body');
    const placed = await placeOrder(context, { ...body, customerId: whose, address });
    return { status: 201, body: orderResource(placed), headers: { Location: `/v1/orders/${placed.id}` } };
  },
});
