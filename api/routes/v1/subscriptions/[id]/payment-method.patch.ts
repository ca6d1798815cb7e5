import { z } from 'zod';
import { stagePaymentMethod } from '#db/subscriptions/staged';
import { changePaymentMethod } from '#workflows/subscription/messages';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { stagedId } from '#usecases/newIds';
import { idParams } from '#contract/common';
import { paymentToken, subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

/** A charge that was declined is tried with the new one on the next dunning day. */
export const changePaymentMethodEndpoint = endpoint({
  method: 'patch',
  path: '/v1/subscriptions/{id}/payment-method',
  tag: 'customer',
  summary: 'Replace the payment method',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ paymentToken }),
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: ['NotFound', 'SubscriptionEnded', 'BeingSetUp', 'Unavailable'],
  idempotent: true,
  find: ownSubscription,
  changeOf: (subscription) => subscription,
  handler: async (context, { body, updateId }, subscription) => {
    await context.requireWorker(); // before anything is staged
    const paymentMethodId = stagedId('pm', updateId);
    await stagePaymentMethod(context.db, paymentMethodId, subscription.id, body.paymentToken);
    return changeSubscription(context, subscription, changePaymentMethod, updateId, { paymentMethodId });
  },
});
