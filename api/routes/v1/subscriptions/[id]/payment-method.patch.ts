import { z } from 'zod';
import { stagePaymentMethod } from '#db/queries/staged';
import { changePaymentMethod } from '#workflows/subscription/messages';
import { endpoint } from '#api/endpoint';
import { customerRoles, ownSubscription } from '#api/ownership';
import { stagedId } from '#api/newIds';
import { idParams } from '#api/schemas/common';
import { paymentToken, subscriptionChange } from '#api/schemas/subscription';
import { changeSubscription } from '#api/subscriptionUpdates';

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
