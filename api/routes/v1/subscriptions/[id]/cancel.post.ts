import { z } from 'zod';
import { cancelSubscription } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { idParams, lines } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** What was cut off before is still sent; the open cycle is not. */
export const cancel = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/cancel',
  tag: 'customer',
  summary: 'Cancel, for good',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ reason: lines(500).optional() }),
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  handler: (context, { body, updateId }, subscription) =>
    changeSubscription(context, subscription, cancelSubscription, updateId, { reason: body.reason ?? null }),
});
