import { z } from 'zod';
import type { CourierApi } from './courierApi';
import { askEverbox, decided, must, type PhoneAnswer } from './phoneLine';
import type { FleetRules, PhoneSetting } from './setting';

const place = z.object({ lat: z.number(), lng: z.number() });
/** What a phone reads of offers; whatever else Everbox tells is for people. */
const offersAnswer = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['open', 'accepted']),
      station: z.object({ place: place.nullable() }),
      deliveries: z.array(z.object({ id: z.string(), phase: z.string(), place })),
    }),
  ),
});

const shiftAnswer = z.object({ suggestedPlace: z.object({ station: z.object({ place }) }).nullable() });

/** Everbox's API as one courier's phone uses it. */
export function httpCourierApi({ rules, setting }: { rules: FleetRules; setting: PhoneSetting }): CourierApi {
  const line = { apiUrl: rules.apiUrl, token: setting.token };
  const put = (path: string, body: object): Promise<PhoneAnswer> => askEverbox(line, { method: 'PUT', path, body });
  /** The key is the wish, of which there is one per courier and path: pressing again is the same press. */
  const press = (path: string, name: string, body: object = {}, variant = name): Promise<PhoneAnswer> =>
    decided(askEverbox(line, { method: 'POST', path: `${path}/${name}`, body, key: variant }));
  return {
    goOnShift: async ({ untilMs, ...shift }) => {
      await must(put('/v1/couriers/me/shift', { ...shift, until: new Date(untilMs).toISOString() }));
    },
    locate: async (at, atMs) => {
      const answer = await put('/v1/couriers/me/location', { ...at, at: new Date(atMs).toISOString() });
      return answer.type === 'NotOnShift' ? 'offShift' : 'taken';
    },
    offers: async () => {
      const { items } = offersAnswer.parse(
        await must(askEverbox(line, { method: 'GET', path: '/v1/couriers/me/offers' })),
      );
      return items.map(({ id, state, station, deliveries }) => ({
        id,
        state,
        stops: deliveries.map((each) => ({
          deliveryId: each.id,
          station: station.place ?? each.place,
          place: each.place,
        })),
        onBoard: deliveries.filter(({ phase }) => phase === 'onTheWay').map((each) => each.id),
      }));
    },
    suggestedPlace: async () => {
      const asked = askEverbox(line, { method: 'GET', path: '/v1/couriers/me/shift' });
      return shiftAnswer.parse(await must(asked)).suggestedPlace?.station.place ?? null;
    },
    accept: async (offerId) => (isDone(await press(offerPath(offerId), 'accept')) ? 'accepted' : 'gone'),
    decline: async (offerId) => {
      await press(offerPath(offerId), 'decline');
    },
    pickUp: async (deliveryId) => {
      const answer = await press(deliveryPath(deliveryId), 'pickup');
      if (isDone(answer) || answer.type === 'AlreadyPickedUp') return 'pickedUp';
      return answer.type === 'NotReady' ? 'notReady' : 'gone';
    },
    dropOff: async (deliveryId, proof) => {
      const answer = await press(deliveryPath(deliveryId), 'dropoff', { proof }, `dropoff-${proof.kind}`);
      if (isDone(answer) || answer.type === 'AlreadyDelivered') return 'delivered';
      return answer.type === 'TooFarAway' ? 'notThere' : 'gone';
    },
  };
}

const offerPath = (id: string): string => `/v1/offers/${encodeURIComponent(id)}`;
const deliveryPath = (id: string): string => `/v1/deliveries/${encodeURIComponent(id)}`;
const isDone = ({ status }: PhoneAnswer): boolean => status < 300;
