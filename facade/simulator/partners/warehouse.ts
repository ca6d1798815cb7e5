import { z } from 'zod';
import { type Answer, idFor, operation, postalAddress, referenceField } from '../operation';
import { cancel } from './cancellation';

const refusal: Answer = {
  status: 422,
  body: { type: 'AddressRefused', message: 'the warehouse cannot send anything to this address' },
};

/** Refuses an address whose first line contains `UNDELIVERABLE`. */
export const handOff = operation({
  partner: 'warehouse',
  name: 'handOff',
  path: '/warehouse/orders',
  request: z.strictObject({
    reference: referenceField,
    sku: z.string().min(1),
    quantity: z.int().min(1),
    address: postalAddress,
  }),
  refusal,
  perform: async (request, call) => {
    if (request.address.line1.includes('UNDELIVERABLE')) return refusal;
    const warehouseOrderId = idFor('wo_', 'handOff', call.idempotencyKey);
    await call.effect({ id: warehouseOrderId, reference: request.reference });
    return { status: 201, body: { warehouseOrderId } };
  },
});

export const cancelOrder = operation({
  partner: 'warehouse',
  name: 'cancelOrder',
  path: '/warehouse/orders/:warehouseOrderId/cancel',
  request: z.strictObject({ reference: referenceField, warehouseOrderId: z.string() }),
  perform: (request, call) =>
    cancel({ undoes: request.warehouseOrderId, operation: 'handOff', reference: request.reference }, call),
});
