import { z } from 'zod';
import { changePlan } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { requirePlan, requireProgram } from '#usecases/subscriptions/programRules';
import { idParams, identifier } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** Counts from the next cycle on. */
export const changePlanEndpoint = endpoint({
  method: 'patch',
  path: '/v1/subscriptions/{id}/plan',
  tag: 'customer',
  summary: 'Change the plan',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ planId: identifier }),
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'UnknownPlan', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: async (context, { body, updateId }, subscription) => {
    requirePlan(await requireProgram(context.db, subscription.programId), body.planId);
    return changeSubscription(context, subscription, changePlan, updateId, { planId: body.planId });
  },
});
