import { z } from 'zod';
import { type HandoffAnswer, WarehouseFault, type WarehousePort } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const handedOff = z.object({ warehouseOrderId: z.string().min(1) });
const addressRefused = z.object({ type: z.literal('AddressRefused'), message: z.string() });
const cancelled = z.object({ state: z.literal('cancelled') });

export function createHttpWarehouse(options: HttpAdapterOptions): WarehousePort {
  const client = new PartnerClient({ ...options, partner: 'warehouse', Fault: WarehouseFault });
  return {
    handOff: ({ idempotencyKey, ...body }, signal) =>
      client.post<HandoffAnswer>({
        name: 'handOff',
        path: '/orders',
        idempotencyKey,
        body,
        signal,
        answers: {
          201: handedOff.transform(({ warehouseOrderId }) => ({ outcome: 'accepted' as const, warehouseOrderId })),
          422: addressRefused.transform(({ type, message }) => ({
            outcome: 'refused' as const,
            reason: type,
            message,
          })),
        },
      }),
    cancelOrder: async ({ idempotencyKey, warehouseOrderId, ...body }, signal) => {
      await client.post({
        name: 'cancelOrder',
        path: `/orders/${encodeURIComponent(warehouseOrderId)}/cancel`,
        idempotencyKey,
        body,
        signal,
        answers: { 200: cancelled },
      });
    },
  };
}
