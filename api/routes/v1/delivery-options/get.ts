import { z } from 'zod';
import { optionsOfCycle, optionsOfItem } from '#usecases/checkout/options';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { deliveryOptionsResource } from '#api/resources/checkout';
import { deliveryOptions } from '#contract/checkout';
import { identifier, integerText, latitudeText, longitudeText, sku } from '#contract/common';

const byItem = ['programId', 'sku', 'lat', 'lng'] as const;
const byCycle = ['subscriptionId', 'cycle'] as const;

/** Answers are computed from caches and our own records, and say how old those are; nothing is held by asking. */
export const getDeliveryOptions = endpoint({
  method: 'get',
  path: '/v1/delivery-options',
  tag: 'customer',
  summary: 'How an item, or a cycle, can be delivered: within the hour, within two, by parcel',
  access: customerRoles,
  query: z
    .strictObject({
      programId: identifier.optional().describe('With `sku`, `lat` and `lng`: an item to a place'),
      sku: sku.optional(),
      lat: latitudeText.optional(),
      lng: longitudeText.optional(),
      subscriptionId: identifier
        .optional()
        .describe('With `cycle`: what it holds, to the subscription’s address, when it ships'),
      cycle: integerText(1, 1_000_000).optional(),
    })
    .superRefine((query, refinement) => {
      const [asked, other] = byCycle.some((field) => query[field] !== undefined)
        ? [byCycle, byItem]
        : [byItem, byCycle];
      const complain = (field: string, rule: string, message: string): void =>
        refinement.addIssue({ code: 'custom', path: [field], message, params: { rule } });
      for (const field of asked) if (query[field] === undefined) complain(field, 'required', 'is required');
      for (const field of other) {
        if (query[field] !== undefined) complain(field, 'either', `does not go with ${asked.join(' and ')}`);
      }
    }),
  responses: { 200: { description: 'Every option, open or closed', schema: deliveryOptions } },
  problems: ['NotFound', 'NoOpenCycle'],
  handler: async (context, { query, caller }) => {
    const { subscriptionId: id, cycle, programId = '', sku: wanted = '', lat = 0, lng = 0 } = query;
    if (id !== undefined && cycle !== undefined) {
      const subscription = await ownSubscription(context, { params: { id }, caller });
      return { status: 200, body: deliveryOptionsResource(await optionsOfCycle(context, subscription, cycle)) };
    }
    // The schema has seen to it that the other four are there.
    const options = await optionsOfItem(context, { programId, sku: wanted, place: { lat, lng } });
    return { status: 200, body: deliveryOptionsResource(options) };
  },
});
