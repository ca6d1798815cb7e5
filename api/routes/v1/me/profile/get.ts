import { readCustomerSettings } from '#db/subscriptions/customerSettings';
import { readErasedAt } from '#db/privacy/erasure';
import { readProfile } from '#db/privacy/profile';
import { readTasteSums } from '#serving/search/readTaste';
import { endpoint } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { type KnownToSearch, profileResource } from '#api/resources/profile';
import { whose } from '#contract/common';
import { profile } from '#contract/profile';

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
    const read = await readProfile(db, customerId);
    const search: KnownToSearch[] = [];
    for (const { programId } of read.tastes) {
      const sums = await readTasteSums(db, { customerId, programId });
      if (sums && sums.deeds > 0) search.push({ programId, sums, asOfMs: Date.now() });
    }
    return { status: 200, body: profileResource(customerId, settings, erasedAt, read, search) };
  },
});
