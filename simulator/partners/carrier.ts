import { z } from 'zod';
import { carrierRefuses, carrierReturns, parcelRefused } from '#facade/testData/addresses';
import { trackingNumberFor } from '#facade/testData/draw';
import { type Answer, operation, postalAddress, referenceField } from '../operation';
import { planParcel } from '../webhooks/plan';
import { planWebhooks, voidWebhooks } from '../webhooks/store';
import { cancel } from './cancellation';

const refusal: Answer = { status: 422, body: parcelRefused };

/** Refuses some cities and sends some parcels back, by the table of test data. */
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
    if (carrierRefuses(address)) return refusal;
    const trackingNumber = trackingNumberFor(call.idempotencyKey);
    await call.effect({ id: trackingNumber, reference });
    const returns = carrierReturns(address);
    const plan = planParcel({ transitMs: call.transitMs, returns, fault: await call.trackingFault() });
    await planWebhooks(call.tx, { partner: 'carrier', trackingNumber, reference }, plan);
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
