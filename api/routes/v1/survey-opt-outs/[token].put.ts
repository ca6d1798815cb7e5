import { z } from 'zod';
import { changeCustomerSettings } from '#db/subscriptions/customerSettings';
import { readOptOutCustomer } from '#db/surveys/surveys';
import { endpoint } from '#api/http/endpoint';
import { Problem } from '#api/http/problems';

/**
 * The link in a survey's message, for who is not signed in: its token is known to who got the message only, and does
 * nothing but this. Not a GET, which mail programs send ahead of their reader.
 */
export const optOutByLink = endpoint({
  method: 'put',
  path: '/v1/survey-opt-outs/{token}',
  tag: 'customer',
  summary: 'Take no more surveys, by the link of a message',
  access: 'public',
  params: z.strictObject({ token: z.uuid() }),
  responses: { 200: { description: 'Opted out', schema: z.strictObject({ surveysOptedOut: z.boolean() }) } },
  problems: ['NotFound'],
  handler: async ({ db }, { params }) => {
    const customerId = await readOptOutCustomer(db, params.token);
    if (customerId === null) throw new Problem('NotFound', 'there is no such link any more');
    await changeCustomerSettings(db, customerId, { surveysOptedOut: true });
    return { status: 200, body: { surveysOptedOut: true } };
  },
});
