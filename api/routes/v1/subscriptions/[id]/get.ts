import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { subscriptionResource } from '#api/resources/subscription';
import { idParams } from '#contract/common';
import { subscription } from '#contract/subscription';

export const getSubscription = endpoint({
  method: 'get',
  path: '/v1/subscriptions/{id}',
  tag: 'customer',
  summary: 'One subscription',
  access: customerRoles,
  params: idParams,
  responses: { 200: { description: 'The subscription', schema: subscription } },
  problems: ['NotFound'],
  find: ownSubscription,
  handler: async (_context, _request, found) => ({ status: 200, body: subscriptionResource(found) }),
});
