import { z } from 'zod';
import { type Answer, idFor, operation, postalAddress, referenceField } from '../operation';
import { planParcel } from '../webhooks/plan';
import { planWebhooks, voidWebhooks } from '../webhooks/store';
import { cancel } from './cancellation';

const refusal: Answer = {
  status: 422,
  body: { type: 'ParcelRefused', message: 'the carrier does not deliver to this address' },
};

/** Refuses a city that contains `NOCARRIER`; a second line that contains `RETURN` sends the parcel back. */
export const bookParcel = operation({
  partner: 'carrier',
  name: 'bookParcel',
  path: '/carrier/parcels',
  request: z.strictObject({
    reference: referenceField,
    service: z.enum(['standard', 'express', 'international']),
    warehouseOrderId: z.string().min(1),
    address: postalAddress,
  }),
  refusal,
  perform: async ({ reference, address }, call) => {
    if (address.city.includes('NOCARRIER')) return refusal;
    const trackingNumber = idFor('TN', 'bookParcel', call.idempotencyKey).toUpperCase();
    await call.effect({ id: trackingNumber, reference });
    const returns = address.line2?.includes('RETURN') ?? false;
    const plan = planParcel({ transitMs: call.transitMs, returns, fault: await call.trackingFault() });
    await planWebhooks(call.tx, { trackingNumber, reference }, plan);
    return { status: 201, body: { trackingNumber } };
  },
});

export const cancelParcel = operation({
  partner: 'carrier',
  name: 'cancelParcel',
  path: '/carrier/parcels/:trackingNumber/cancel',
  request: z.strictObject({ reference: referenceField, trackingNumber: z.string() }),
  perform: async ({ reference, trackingNumber }, call) => {
    const answer = await cancel({ undoes: trackingNumber, operation: 'bookParcel', reference }, call);
    await voidWebhooks(call.tx, trackingNumber);
    return answer;
  },
});
