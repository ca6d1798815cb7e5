import { z } from 'zod';
import { recordEvents } from '#db/events/events';
import { insertSubscriptionRating } from '#db/surveys/subscriptionRatings';
import { businessAt } from '#domain/clock';
import { rateSubscriptionEvent } from '#domain/events/feedback';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { idParams, isoOf } from '#contract/common';
import { comment, stars, subscriptionRating } from '#contract/feedback';

/** May be said again: the newest counts, and what was said before stays as its history. */
export const rateSubscription = endpoint({
  method: 'post',
  path: '/v1/subscriptions/{id}/ratings',
  tag: 'customer',
  summary: 'Rate the subscription as a whole; the newest rating counts',
  access: customerRoles,
  params: idParams,
  body: z.strictObject({ stars, comment: comment.optional() }),
  responses: { 201: { description: 'Rated', schema: subscriptionRating } },
  problems: ['NotFound'],
  idempotent: true,
  transaction: true,
  find: ownSubscription,
  handler: async ({ db, now }, { body }, { id: subscriptionId, customerId, programId, clock }) => {
    const of = { subscriptionId, customerId, programId };
    const rated = await insertSubscriptionRating(db, { ...of, stars: body.stars, comment: body.comment ?? null });
    await recordEvents(db, [rateSubscriptionEvent(of, rated.id, rated.stars, businessAt(clock, now()))]);
    const resource = { subscriptionId, stars: rated.stars, comment: rated.comment, createdAt: isoOf(rated.createdAt) };
    return { status: 201, body: resource };
  },
});
