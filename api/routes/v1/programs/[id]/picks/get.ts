import { z } from 'zod';
import { rankingLength } from '../../../../../../db/serving/picks';
import { endpoint } from '../../../../../endpoint';
import { customerOf, customerRoles } from '../../../../../ownership';
import { Problem } from '../../../../../problems';
import { customerId, idParams, integerText } from '../../../../../schemas/common';
import { picks } from '../../../../../schemas/picks';

const shownUnlessTold = 10;

/** `Server-Timing` names the layer that had them: process, precomputed, shared, live. */
export const getPicks = endpoint({
  method: 'get',
  path: '/v1/programs/{id}/picks',
  tag: 'customer',
  summary: 'What suits a customer best in a program now, with reasons',
  access: customerRoles,
  params: idParams,
  query: z.strictObject({
    limit: integerText(1, rankingLength).optional(),
    customerId: customerId.optional().describe('For operators and services: whose'),
  }),
  responses: { 200: { description: 'The items, best first', schema: picks } },
  problems: ['NotFound'],
  handler: async (context, { params, query, caller }) => {
    const startedMs = performance.now();
    const customer = customerOf(caller, query.customerId, 'query');
    const found = await context.picks.of(params.id, customer, context.now());
    if (!found) throw new Problem('NotFound', 'there is no such program');
    const { layer, modelVersion, personalized } = found;
    const items = found.items.slice(0, query.limit ?? shownUnlessTold).map(({ parts, ...item }) => ({
      ...item,
      parts: { ...parts },
    }));
    return {
      status: 200,
      body: { programId: params.id, customerId: customer, modelVersion, personalized, items },
      headers: { 'Server-Timing': `${layer};dur=${(performance.now() - startedMs).toFixed(3)}` },
    };
  },
});
