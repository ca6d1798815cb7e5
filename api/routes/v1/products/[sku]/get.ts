import { readProduct } from '#db/search/searchProducts';
import { endpoint } from '#api/http/endpoint';
import { customerRoles } from '#api/http/ownership';
import { noSuch } from '#usecases/noSuch';
import { product, productParams, productQuery } from '#contract/search';
import { itemResource } from '#api/resources/search';

/** From the records themselves, not from an index: what it says of stock is of now. */
export const getProduct = endpoint({
  method: 'get',
  path: '/v1/products/{sku}',
  tag: 'customer',
  summary: 'One item of a program: what it is, what it costs, whether it is in stock, in which sizes it comes',
  access: customerRoles,
  params: productParams,
  query: productQuery,
  responses: { 200: { description: 'The item', schema: product } },
  problems: ['NotFound'],
  handler: async ({ db }, { params, query }) => {
    const found = await readProduct(db, query.programId, params.sku);
    if (!found) throw noSuch(`item of ${query.programId}`, params.sku);
    const { document, variants } = found;
    return { status: 200, body: { programId: document.programId, ...itemResource(document), variants } };
  },
});
