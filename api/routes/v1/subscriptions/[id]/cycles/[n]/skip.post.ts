import { skipCycle } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { cycleParams } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** Nothing is sent or charged for it; taken back with unskip until the cutoff. */
export const skip = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/cycles/{n}/skip',
  tag: 'customer',
  summary: 'Skip an open cycle',
  access: customerRoles,
  params: cycleParams,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: [
    'NotFound',
    'NoOpenCycle',
    'CutoffPassed',
    'AlreadySkipped',
    'SubscriptionEnded',
    'BeingSetUp',
    'Unavailable',
  ],
  idempotent: true,
  find: ownSubscription,
  handler: (context, { params, updateId }, subscription) =>
    changeSubscription(context, subscription, skipCycle, updateId, { cycle: params.n }),
});
