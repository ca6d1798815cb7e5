import { z } from 'zod';
import { locatedAddress } from '#api/http/addresses';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { customerId, identifier } from '#contract/common';
import { subscriptionResource } from '#api/resources/subscription';
import { address, paymentToken, preferences, subscription, zone } from '#contract/subscription';
import { signUp } from '#usecases/subscriptions/signUp';

/**
 * Sign-up: accepted into Postgres in one transaction, with the message for the relay, and answered at once. A spike of
 * sign-ups waits in the outbox, and none needs Temporal to be up.
 */
export const createSubscription = endpoint({
  method: 'post',
  path: '/v1/subscriptions',
  tag: 'customer',
  summary: 'Sign up to a program',
  access: customerRoles,
  body: z.strictObject({
    customerId: customerId.optional().describe('For operators and services: whom they sign up'),
    programId: identifier,
    planId: identifier,
    email: z.email().max(254),
    zone,
    address,
    paymentToken,
    preferences,
    testClockId: identifier.optional(),
  }),
  responses: { 201: { description: 'Accepted; its first cycle opens shortly', schema: subscription } },
  problems: ['UnknownPlan', 'RegionNotServed', 'TooManySubscriptions'],
  idempotent: true,
  transaction: true,
  handler: async (context, { body, caller }) => {
    const whose = customerOf(caller, body.customerId, 'body');
    const created = await signUp(context, { ...body, customerId: whose, address: locatedAddress(body.address) });
    return {
      status: 201,
      body: subscriptionResource(created),
      headers: { Location: `/v1/subscriptions/${created.id}` },
    };
  },
});
