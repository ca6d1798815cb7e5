import { z } from 'zod';
import { type ChargeAnswer, PaymentFault, type PaymentPort } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const charged = z.object({ chargeId: z.string().min(1) });
const declined = z.object({ type: z.literal('CardDeclined'), reason: z.string().min(1) });
const refunded = z.object({ refundId: z.string().min(1) });

export function createHttpPayment(options: HttpAdapterOptions): PaymentPort {
  const client = new PartnerClient({ ...options, partner: 'payment', Fault: PaymentFault });
  return {
    charge: ({ idempotencyKey, ...body }, signal) =>
      client.post<ChargeAnswer>({
        name: 'charge',
        path: '/charges',
        idempotencyKey,
        body,
        signal,
        answers: {
          201: charged.transform(({ chargeId }) => ({ outcome: 'charged' as const, chargeId })),
          402: declined.transform(({ reason }) => ({ outcome: 'declined' as const, reason })),
        },
      }),
    refund: ({ idempotencyKey, chargeId, ...body }, signal) =>
      client.post({
        name: 'refund',
        path: `/charges/${encodeURIComponent(chargeId)}/refunds`,
        idempotencyKey,
        body,
        signal,
        answers: { 201: refunded },
      }),
  };
}
