import { z } from 'zod';
import { windowKinds } from '#domain/promise/types';
import { chooseDelivery } from '#workflows/subscription/messages';
import { courierFor } from '#usecases/checkout/courierFor';
import { cycleWithItem } from '#usecases/checkout/wanted';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { cycleParams } from '#contract/common';
import { subscriptionChange } from '#contract/subscription';
import { changeSubscription } from '#api/http/subscriptionUpdates';

const delivery = z
  .strictObject({
    method: z.enum(['parcel', ...windowKinds]),
    from: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time such as 18:30')
      .nullable()
      .optional()
      .describe(
        'Of a courier: local time from which on they may come, first when the box is ready; absent: as soon as it is',
      ),
    feeCents: z
      .int()
      .min(0)
      .max(100_000_000)
      .optional()
      .describe('The fee that the customer was shown; refused when it is another one by now'),
  })
  .superRefine(({ method, from, feeCents }, context) => {
    if (method !== 'parcel') return;
    for (const [field, value] of Object.entries({ from, feeCents })) {
      if (value === undefined) continue;
      context.addIssue({ code: 'custom', path: [field], message: 'is of a courier; a parcel has none' });
    }
  });

/** What is accepted is a wish: it becomes a promise when its time has come, or the box goes as a parcel and the fee back. */
export const chooseCycleDelivery = endpoint({
  method: 'put',
  path: '/v1/subscriptions/{id}/cycles/{n}/delivery',
  tag: 'customer',
  summary: 'Have an open cycle brought by courier within one or two hours, or as a parcel again',
  access: customerRoles,
  params: cycleParams,
  body: delivery,
  responses: { 200: { description: 'Accepted, and readable', schema: subscriptionChange } },
  problems: [
    'NotFound',
    'NoOpenCycle',
    'CutoffPassed',
    'OutsideZone',
    'StationClosed',
    'TooFar',
    'SubscriptionEnded',
    'BeingSetUp',
    'Unavailable',
  ],
  idempotent: true,
  find: async (context, request) => {
    const subscription = await ownSubscription(context, request);
    return { subscription, cycle: await cycleWithItem(context.db, subscription.id, request.params.n) };
  },
  changeOf: ({ subscription }) => subscription,
  handler: async (context, { params, body, updateId }, { subscription, cycle }) => {
    const { method, ...wish } = body;
    // What is closed is refused by the workflow, whatever is asked for: it knows since when.
    const isParcel = method === 'parcel' || cycle.status !== 'open';
    const wanted = isParcel ? null : await courierFor(context.db, subscription, cycle, { method, ...wish });
    return changeSubscription(context, subscription, chooseDelivery, updateId, { cycle: params.n, courier: wanted });
  },
});
