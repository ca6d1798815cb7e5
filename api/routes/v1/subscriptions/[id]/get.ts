import { endpoint } from '#api/endpoint';
import { customerRoles, ownSubscription } from '#api/ownership';
import { subscriptionResource } from '#api/resources/subscription';
import { idParams } from '#api/schemas/common';
import { subscription } from '#api/schemas/subscription';

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
