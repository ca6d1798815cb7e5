import { pauseSubscription } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { idParams } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** A cycle whose cutoff comes while the subscription is paused sends and charges nothing. */
export const pause = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/pause',
  tag: 'customer',
  summary: 'Pause',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'NotActive', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  handler: (context, { updateId }, subscription) =>
    changeSubscription(context, subscription, pauseSubscription, updateId),
});
