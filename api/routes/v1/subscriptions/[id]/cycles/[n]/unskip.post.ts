import { unskipCycle } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { cycleParams } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** Until the cutoff. */
export const unskip = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/cycles/{n}/unskip',
  tag: 'customer',
  summary: 'Take a skip back',
  access: customerRoles,
  params: cycleParams,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'NoOpenCycle', 'CutoffPassed', 'NotSkipped', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: (context, { params, updateId }, subscription) =>
    changeSubscription(context, subscription, unskipCycle, updateId, { cycle: params.n }),
});
