import { readCustomerSettings } from '../../../../../db/queries/customerSettings';
import { readErasedAt } from '../../../../../db/queries/erasure';
import { readProfile } from '../../../../../db/queries/profile';
import { endpoint } from '../../../../endpoint';
import { customerOf, customerRoles } from '../../../../ownership';
import { profileResource } from '../../../../resources/profile';
import { whose } from '../../../../schemas/common';
import { profile } from '../../../../schemas/profile';

export const getProfile = endpoint({
  method: 'get',
  path: '/v1/me/profile',
  tag: 'customer',
  summary: 'What is known of you for what is picked for you',
  access: customerRoles,
  query: whose,
  responses: { 200: { description: 'All of it', schema: profile } },
  transaction: true, // one connection for its dozen reads
  handler: async ({ db }, { caller, query }) => {
    const customerId = customerOf(caller, query.customerId, 'query');
    const settings = await readCustomerSettings(db, customerId);
    const erasedAt = await readErasedAt(db, customerId);
    return { status: 200, body: profileResource(customerId, settings, erasedAt, await readProfile(db, customerId)) };
  },
});
