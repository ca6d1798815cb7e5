import { rankingLength } from '#serving/picks/picks';
import { endpoint, JsonText } from '#api/http/endpoint';
import { customerOf, customerRoles } from '#api/http/ownership';
import { noSuch } from '#usecases/noSuch';
import { idParams, integerText, whose } from '#contract/common';
import { picks } from '#contract/picks';

const shownUnlessTold = 10;

/** `Server-Timing` names the layer that had them: process, precomputed, shared, live. */
export const getPicks = endpoint({
  method: 'get',
  path: '/v1/programs/{id}/picks',
  tag: 'customer',
  summary: 'What suits a customer best in a program now, with reasons',
  access: customerRoles,
  params: idParams,
  query: whose.extend({ limit: integerText(1, rankingLength).optional() }),
  responses: { 200: { description: 'The items, best first', schema: picks } },
  problems: ['NotFound'],
  handler: async (context, { params, query, caller }) => {
    const startedMs = performance.now();
    const customer = customerOf(caller, query.customerId, 'query');
    const most = query.limit ?? shownUnlessTold;
    const found = await context.picks.of(params.id, customer, context.now(), most);
    if (!found) throw noSuch('program', params.id);
    const { layer, items, ...rest } = found;
    const about = JSON.stringify({ programId: params.id, customerId: customer, ...rest });
    return {
      status: 200,
      body: new JsonText(`${about.slice(0, -1)},"items":[${items.join(',')}]}`),
      headers: { 'Server-Timing': `${layer};dur=${(performance.now() - startedMs).toFixed(3)}` },
    };
  },
});
