import { z } from 'zod';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { forgetRankings } from '#db/privacy/forgetting';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { settingsResource } from '#api/resources/profile';
import { whose } from '#contract/common';
import { customerSettings } from '#contract/profile';

/** Counts from the very next pick on: what was worked out ahead goes with it. */
export const putPersonalization = endpoint({
  method: 'put',
  path: '/v1/me/personalization',
  tag: 'customer',
  summary: 'Let what you do count in what is picked for you, or not',
  access: customerRoles,
  query: whose,
  body: z.strictObject({ enabled: z.boolean() }),
  responses: { 200: { description: 'Your settings', schema: customerSettings } },
  transaction: true,
  handler: async ({ db }, { caller, query, body }) => {
    const customerId = customerOf(caller, query.customerId, 'query');
    const settings = await changeCustomerSettings(db, customerId, { personalization: body.enabled });
    await forgetRankings(db, customerId);
    return { status: 200, body: settingsResource(customerId, settings) };
  },
});
