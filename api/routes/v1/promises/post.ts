import { z } from 'zod';
import { windowsFor } from '#usecases/checkout/windows';
import { windowKinds } from '#domain/promise/types';
import { holdPromise } from '#usecases/checkout/hold';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { requireItem, requireProgram } from '#usecases/subscriptions/programRules';
import { promiseResource } from '#api/resources/checkout';
import { deliveryPromise } from '#contract/checkout';
import { customerId, identifier, location, sku } from '#contract/common';

/**
 * Holds a window for some minutes, in which it can be ordered. Partners are asked before the transaction begins, and
 * the place is taken in it: of many who want the last one, one gets it.
 */
export const createPromise = endpoint({
  method: 'post',
  path: '/v1/promises',
  tag: 'customer',
  summary: 'Hold a delivery window for an item and a place',
  access: customerRoles,
  body: z.strictObject({
    customerId: customerId.optional().describe('For operators and services: for whom'),
    programId: identifier,
    sku,
    location,
    kind: z.enum(windowKinds),
  }),
  responses: { 201: { description: 'Held until `expiresAt`', schema: deliveryPromise } },
  problems: ['WindowFull', 'OutsideZone', 'StationClosed', 'OutOfStock', 'TooFar', 'TooManyHolds'],
  idempotent: true,
  transaction: true,
  find: async (context, { body }) => {
    const program = await requireProgram(context.db, body.programId);
    const item = await requireItem(context.db, program.id, body.sku);
    const wanted = { program, sku: item.sku, place: body.location, nowMs: context.now() };
    const windows = await windowsFor(context, wanted);
    return { program, item, windows };
  },
  handler: async (context, { body, caller }, { program, item, windows }) => {
    const held = await holdPromise(context, {
      customerId: customerOf(caller, body.customerId, 'body'),
      program,
      item,
      place: body.location,
      kind: body.kind,
      windows,
    });
    return { status: 201, body: promiseResource(held) };
  },
});
