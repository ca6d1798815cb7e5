import { z } from 'zod';
import { readStationStock } from '../places';
import { read } from '../read';

const stationId = z.string().min(1).max(100);

/** Units at stations: as `PUT /control/stations` has set them, else by a curve over the day. */
export const stationStock = read({
  partner: 'inventory',
  name: 'stationStock',
  path: '/inventory/stock',
  request: z.strictObject({
    sku: z.string().min(1).max(100),
    // One in the query is text, several are a list.
    stationId: z.union([stationId.transform((only) => [only]), z.array(stationId).min(1).max(200)]),
  }),
  perform: async (request, pool) => {
    const now = new Date();
    const stocks = await readStationStock(pool, request.stationId, request.sku, now.getTime());
    return { items: stocks.map((stock) => ({ ...stock, asOf: now.toISOString() })) };
  },
});
