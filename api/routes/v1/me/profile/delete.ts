import { endpoint } from '#api/http/endpoint';
import { eraseCustomer } from '#usecases/privacy/erase';
import { customerOf, customerRoles } from '#api/http/ownership';
import { isoOfMs, whose } from '#contract/common';
import { erasure } from '#contract/profile';

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
