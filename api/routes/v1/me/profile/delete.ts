import { endpoint } from '#api/endpoint';
import { eraseCustomer } from '#api/erase';
import { customerOf, customerRoles } from '#api/ownership';
import { isoOfMs, whose } from '#api/schemas/common';
import { erasure } from '#api/schemas/profile';

/** May be sent again. Subscriptions go on, with picks from what was stated and what everybody says. */
export const deleteProfile = endpoint({
  method: 'delete',
  path: '/v1/me/profile',
  tag: 'customer',
  summary: 'Erase all that was learned of you, and turn learning and surveys off',
  access: customerRoles,
  query: whose,
  responses: { 200: { description: 'Erased', schema: erasure } },
  transaction: true,
  handler: async ({ db }, { caller, query }) => {
    const customerId = customerOf(caller, query.customerId, 'query');
    const erasedAtMs = await eraseCustomer(db, customerId);
    const body = { customerId, erasedAt: isoOfMs(erasedAtMs), personalization: false, surveysOptedOut: true };
    return { status: 200, body };
  },
});
