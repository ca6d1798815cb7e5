import { z } from 'zod';
import { changeShift } from '../../../../couriers/shift';
import { endpoint } from '../../../../endpoint';
import { identifier, instant, isoOrNull } from '../../../../schemas/common';
import { shift } from '../../../../schemas/courier';

export const putShift = endpoint({
  method: 'put',
  path: '/v1/couriers/me/shift',
  tag: 'courier',
  summary: 'Begin, change or end your shift',
  access: ['courier'],
  body: z.strictObject({
    zoneId: identifier,
    until: instant.nullable().describe('At most 12 hours ahead; null ends the shift'),
    capacity: z
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe('At most what the zone allows, which is what counts unless told'),
  }),
  responses: { 200: { description: 'Your shift', schema: shift } },
  problems: ['StillDelivering'],
  transaction: true,
  handler: async (context, { caller, body }) => {
    const untilMs = body.until === null ? null : Date.parse(body.until);
    const { zoneId, capacity } = body;
    const courier = await changeShift(context, { courierId: caller.subject, zoneId, untilMs, capacity });
    const until = isoOrNull(courier.onShiftUntil);
    return { status: 200, body: { zoneId: courier.zoneId, until, capacity: courier.capacity } };
  },
});
