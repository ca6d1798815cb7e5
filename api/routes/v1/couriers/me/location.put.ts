import { reportLocation } from '#usecases/couriers/location';
import { endpoint } from '#api/http/endpoint';
import { givenInstant, isoOfMs, location } from '#contract/common';
import { courierLocation } from '#contract/courier';

export const putLocation = endpoint({
  method: 'put',
  path: '/v1/couriers/me/location',
  tag: 'courier',
  summary: 'Say where you are',
  access: ['courier'],
  body: location.extend({ at: givenInstant().describe('When you were there, by your phone') }),
  responses: { 200: { description: 'Taken, or older than what is known', schema: courierLocation } },
  problems: ['NotOnShift', 'ImplausibleLocation'],
  transaction: true,
  handler: async (context, { caller, body }) => {
    const place = { lat: body.lat, lng: body.lng };
    const atMs = Date.parse(body.at);
    const applied = await reportLocation(context, caller.subject, { place, atMs });
    return { status: 200, body: { applied, place, at: isoOfMs(atMs) } };
  },
});
