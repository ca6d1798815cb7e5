import { readCycle } from '#db/subscriptions/cycleReads';
import { endpoint } from '#api/http/endpoint';
import { customerRoles, ownSubscription } from '#api/http/ownership';
import { Problem } from '#api/http/problems';
import { cycleResource } from '#api/resources/cycle';
import { cycleParams } from '#contract/common';
import { cycle } from '#contract/cycle';

export const getCycle = endpoint({
  method: 'get',
  path: '/v1/subscriptions/{id}/cycles/{n}',
  tag: 'customer',
  summary: 'One cycle: its selection, the alternatives and the cutoff',
  access: customerRoles,
  params: cycleParams,
  responses: { 200: { description: 'The cycle', schema: cycle } },
  problems: ['NotFound'],
  find: ownSubscription,
  handler: async ({ db, now }, { params }, subscription) => {
    const read = await readCycle(db, subscription.id, params.n);
    if (!read) throw new Problem('NotFound', `cycle ${params.n} has not opened`);
    return { status: 200, body: cycleResource(read, subscription, now()) };
  },
});
