import { z } from 'zod';
import { hearCourier } from '#db/deliveries/couriers';
import { listOffers } from '#db/deliveries/offerReads';
import { listZones } from '#db/deliveries/zones';
import { endpoint } from '#api/http/endpoint';
import { offerResource } from '#api/resources/courier';
import { offer } from '#contract/courier';

/** Asking is a sign of life: a courier who waits at the station for the next offer is not silent. */
export const listOwnOffers = endpoint({
  method: 'get',
  path: '/v1/couriers/me/offers',
  tag: 'courier',
  summary: 'What is offered to you, and what you have accepted and not finished',
  access: ['courier'],
  responses: { 200: { description: 'Offers, oldest first', schema: z.strictObject({ items: z.array(offer) }) } },
  transaction: true,
  handler: async ({ db, now }, { caller }) => {
    await hearCourier(db, caller.subject, now());
    const offers = await listOffers(db, caller.subject, now());
    const zones = new Map((await listZones(db)).map((zone) => [zone.id, zone]));
    const items = offers.map((read) => offerResource(read, zones.get(read.zoneId) ?? null));
    return { status: 200, body: { items } };
  },
});
