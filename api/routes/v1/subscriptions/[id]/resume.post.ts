import { resumeSubscription } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { idParams } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** Cycles that passed meanwhile are not made up for. */
export const resume = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/resume',
  tag: 'customer',
  summary: 'Resume after a pause or a failed payment',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'NotPaused', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: (context, { updateId }, subscription) =>
    changeSubscription(context, subscription, resumeSubscription, updateId),
});
