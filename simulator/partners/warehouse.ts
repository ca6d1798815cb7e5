import { z } from 'zod';
import { addressRefused, warehouseRefuses } from '#facade/testData/addresses';
import { idFor } from '#facade/testData/draw';
import { type Answer, operation, postalAddress, referenceField } from '../operation';
import { planPacking } from '../webhooks/plan';
import { planWebhooks, voidWebhooks } from '../webhooks/store';
import { cancel } from './cancellation';

const refusal: Answer = { status: 422, body: addressRefused };

/**
 * Refuses some addresses, by the table of test data. A station's order is packed `packMs` later, and a
 * webhook tells when it stands at the counter.
 */
export const handOff = operation({
  partner: 'warehouse',
  name: 'handOff',
  path: '/warehouse/orders',
  request: z.strictObject({
    reference: referenceField,
    sku: z.string().min(1),
    quantity: z.int().min(1),
    stationId: z.string().min(1).nullish(),
    address: postalAddress,
  }),
  refusal,
  perform: async (request, call) => {
    if (warehouseRefuses(request.address)) return refusal;
    const warehouseOrderId = idFor('wo_', 'handOff', call.idempotencyKey);
    const { reference } = request;
    await call.effect({ id: warehouseOrderId, reference });
    if (typeof request.stationId === 'string') {
      const plan = planPacking({ packMs: call.packMs, fault: await call.trackingFault() });
      await planWebhooks(call.tx, { partner: 'warehouse', trackingNumber: warehouseOrderId, reference }, plan);
    }
    return { status: 201, body: { warehouseOrderId } };
  },
});

export const cancelOrder = operation({
  partner: 'warehouse',
  name: 'cancelOrder',
  path: '/warehouse/orders/:warehouseOrderId/cancel',
  request: z.strictObject({ reference: referenceField, warehouseOrderId: z.string() }),
  perform: async ({ reference, warehouseOrderId }, call) => {
    const answer = await cancel({ undoes: warehouseOrderId, operation: 'handOff', reference }, call);
    await voidWebhooks(call.tx, warehouseOrderId);
    return answer;
  },
});
