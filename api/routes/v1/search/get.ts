import { endpoint } from '#api/http/endpoint';
import { customerRoles } from '#api/http/ownership';
import { searchAnswer, searchQuery } from '#contract/search';
import { answerSearch } from '#api/search/answer';

/** `Server-Timing` names the layer that answered: process, precomputed, live. */
export const searchItems = endpoint({
  method: 'get',
  path: '/v1/search',
  tag: 'customer',
  summary: 'Search the items of a program; without words, the home page of the customer',
  access: customerRoles,
  query: searchQuery,
  responses: { 200: { description: 'What was found, best first', schema: searchAnswer } },
  problems: ['NotFound'],
  handler: async (context, { query, caller }) => {
    const startedMs = performance.now();
    const { body, layer } = await answerSearch(context, query, caller);
    const headers = { 'Server-Timing': `${layer};dur=${(performance.now() - startedMs).toFixed(3)}` };
    return { status: 200, body, headers };
  },
});
