import { z } from 'zod';
import { swapItem } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { cycleParams, sku } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** To one of the alternatives that were offered; a skip is taken back by it. */
export const swap = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/cycles/{n}/swap',
  tag: 'customer',
  summary: 'Swap the item of an open cycle',
  access: customerRoles,
  params: cycleParams,
  body: z.strictObject({ sku }),
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: [
    'NotFound',
    'NoOpenCycle',
    'CutoffPassed',
    'NotAnAlternative',
    'SubscriptionEnded',
    'BeingSetUp',
    'Unavailable',
  ],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: (context, { params, body, updateId }, subscription) =>
    changeSubscription(context, subscription, swapItem, updateId, { cycle: params.n, sku: body.sku }),
});
