import { z } from 'zod';
import { TransportationFault, type TransportationPort } from '../ports';
import { type HttpAdapterOptions, PartnerClient } from './client';

const capacity = z.object({
  zoneId: z.string().min(1),
  couriersOnShift: z.int().min(0),
  openOffers: z.int().min(0),
  asOf: z.iso.datetime({ offset: true }),
});

export function createHttpTransportation(options: HttpAdapterOptions): TransportationPort {
  const client = new PartnerClient({ ...options, partner: 'transportation', Fault: TransportationFault });
  return {
    capacity: (zoneId, signal) =>
      client.get({
        name: 'capacity',
        path: `/zones/${encodeURIComponent(zoneId)}/capacity`,
        signal,
        answers: {
          200: capacity
            .refine((answer) => answer.zoneId === zoneId, { path: ['zoneId'] })
            .transform(({ asOf, ...answer }) => ({ ...answer, asOfMs: Date.parse(asOf) })),
        },
      }),
  };
}
