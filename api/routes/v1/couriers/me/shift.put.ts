import { z } from 'zod';
import { changeShift } from '#usecases/couriers/shift';
import { standingOf } from '#usecases/couriers/standing';
import { endpoint } from '#api/http/endpoint';
import { shiftResource } from '#api/resources/courier';
import { givenInstant, identifier, location } from '#contract/common';
import { shift } from '#contract/courier';

export const putShift = endpoint({
  method: 'put',
  path: '/v1/couriers/me/shift',
  tag: 'courier',
  summary: 'Begin, announce, change or end your shift',
  access: ['courier'],
  body: z.strictObject({
    zoneId: identifier,
    until: givenInstant().nullable().describe('At most 12 hours after it begins; null ends the shift'),
    from: givenInstant()
      .nullish()
      .describe('Announces a shift that begins then, at most 24 hours ahead; absent, null or past: it begins now'),
    startPlace: location.optional().describe('Where an announced shift begins; absent: where you were last'),
    capacity: z
      .int()
      .min(1)
      .max(20)
      .optional()
      .describe('At most what the zone allows, which is what counts unless told'),
  }),
  responses: { 200: { description: 'Your shift', schema: shift } },
  problems: ['StillDelivering', 'ImplausibleLocation'],
  transaction: true,
  handler: async (context, { caller, body }) => {
    const untilMs = body.until === null ? null : Date.parse(body.until);
    const fromMs = body.from ? Date.parse(body.from) : null;
    const { zoneId, capacity, startPlace = null } = body;
    const request = { courierId: caller.subject, zoneId, untilMs, fromMs, startPlace, capacity };
    const courier = await changeShift(context, request);
    return { status: 200, body: shiftResource(await standingOf(context, courier)) };
  },
});
