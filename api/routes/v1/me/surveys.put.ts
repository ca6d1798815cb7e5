import { z } from 'zod';
import { changeCustomerSettings } from '#db/queries/customerSettings';
import { endpoint } from '#api/endpoint';
import { customerOf, customerRoles } from '#api/ownership';
import { settingsResource } from '#api/resources/profile';
import { whose } from '#api/schemas/common';
import { customerSettings } from '#api/schemas/profile';

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
