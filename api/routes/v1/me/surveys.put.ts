import { z } from 'zod';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { settingsResource } from '#api/resources/profile';
import { whose } from '#contract/common';
import { customerSettings } from '#contract/profile';

export const putSurveys = endpoint({
  method: 'put',
  path: '/v1/me/surveys',
  tag: 'customer',
  summary: 'Opt out of surveys, or in again',
  access: customerRoles,
  query: whose,
  body: z.strictObject({ optedOut: z.boolean() }),
  responses: { 200: { description: 'Your settings', schema: customerSettings } },
  handler: async ({ db }, { caller, query, body }) => {
    const customerId = customerOf(caller, query.customerId, 'query');
    const settings = await changeCustomerSettings(db, customerId, { surveysOptedOut: body.optedOut });
    return { status: 200, body: settingsResource(customerId, settings) };
  },
});
