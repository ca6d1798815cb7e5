import { changePreferences } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { checkPreferences, requireProgram } from '#usecases/subscriptions/programRules';
import { idParams } from '#contract/common';
import { preferences, subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** Counts from the next cycle on: the open one keeps what it was offered. */
export const changePreferencesEndpoint = endpoint({
  method: 'patch',
  path: '/v1/subscriptions/{id}/preferences',
  tag: 'customer',
  summary: 'Replace the preferences',
  access: customerRoles,
  params: idParams,
  body: preferences,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: async (context, { body, updateId }, subscription) => {
    checkPreferences(await requireProgram(context.db, subscription.programId), body);
    return changeSubscription(context, subscription, changePreferences, updateId, { preferences: body });
  },
});
