import { z } from 'zod';
import { InventoryFault, type InventoryPort, type StationStock } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const count = z.object({
  stationId: z.string().min(1),
  sku: z.string().min(1),
  available: z.int().min(0),
  asOf: z.iso.datetime({ offset: true }),
});

/** Counts of just what was asked for: an answer about anything else is none. */
const countsOf = (stationIds: readonly string[], sku: string): z.ZodType<StationStock[]> =>
  z
    .object({
      items: z.array(count.refine((item) => item.sku === sku && stationIds.includes(item.stationId))),
    })
    .transform(({ items }) => items.map(({ asOf, ...item }) => ({ ...item, asOfMs: Date.parse(asOf) })));

export function createHttpInventory(options: HttpAdapterOptions): InventoryPort {
  const client = new PartnerClient({ ...options, partner: 'inventory', Fault: InventoryFault });
  return {
    stationStock: async (stationIds, sku, signal) => {
      if (stationIds.length === 0) return [];
      const query = new URLSearchParams([
        ['sku', sku],
        ...stationIds.map((id) => ['stationId', id] as [string, string]),
      ]);
      const answers = { 200: countsOf(stationIds, sku) };
      return client.get({ name: 'stationStock', path: `/stock?${query.toString()}`, signal, answers });
    },
  };
}
