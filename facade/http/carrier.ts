import { z } from 'zod';
import { type BookParcelAnswer, CarrierFault, type CarrierPort } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const booked = z.object({ trackingNumber: z.string().min(1) });
const parcelRefused = z.object({ type: z.literal('ParcelRefused'), message: z.string() });
const cancelled = z.object({ state: z.literal('cancelled') });

export function createHttpCarrier(options: HttpAdapterOptions): CarrierPort {
  const client = new PartnerClient({ ...options, partner: 'carrier', Fault: CarrierFault });
  return {
    bookParcel: ({ idempotencyKey, ...body }, signal) =>
      client.post<BookParcelAnswer>({
        name: 'bookParcel',
        path: '/parcels',
        idempotencyKey,
        body,
        signal,
        answers: {
          201: booked.transform(({ trackingNumber }) => ({ outcome: 'booked' as const, trackingNumber })),
          422: parcelRefused.transform(({ type, message }) => ({ outcome: 'refused' as const, reason: type, message })),
        },
      }),
    cancelParcel: async ({ idempotencyKey, trackingNumber, ...body }, signal) => {
      await client.post({
        name: 'cancelParcel',
        path: `/parcels/${encodeURIComponent(trackingNumber)}/cancel`,
        idempotencyKey,
        body,
        signal,
        answers: { 200: cancelled },
      });
    },
  };
}
