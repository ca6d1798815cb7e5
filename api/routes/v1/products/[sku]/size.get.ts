import { readOfferedItem } from '#db/catalog/items';
import { endpoint } from '#api/http/endpoint';
import { noSuch } from '#usecases/noSuch';
import { Problem } from '#api/http/problems';
import { productParams, productQuery } from '#contract/search';
import { sizeAdvice } from '#contract/sizing';
import { adviceResource } from '#api/resources/sizing';

/** `Server-Timing` says whether what is known of the customer was at hand (`process`) or was read (`live`). */
export const getSize = endpoint({
  method: 'get',
  path: '/v1/products/{sku}/size',
  tag: 'customer',
  summary: 'Which size of an item fits you, with chances and the reason; by the SKU of any of its sizes',
  access: ['customer'],
  params: productParams,
  query: productQuery,
  responses: { 200: { description: 'The advice', schema: sizeAdvice } },
  problems: ['NotFound', 'NoSizes'],
  handler: async (context, { params: { sku }, query: { programId }, caller }) => {
    const startedMs = performance.now();
    const answer = await context.picks.sizes.of({ programId, sku, customerId: caller.subject }, context.now());
    if (!answer) {
      if (await readOfferedItem(context.db, programId, sku)) throw new Problem('NoSizes', 'the item comes in one size');
      throw noSuch(`item of ${programId}`, sku);
    }
    return {
      status: 200,
      body: adviceResource(programId, sku, answer.advice),
      headers: { 'Server-Timing': `${answer.layer};dur=${(performance.now() - startedMs).toFixed(3)}` },
    };
  },
});
