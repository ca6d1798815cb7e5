import { refreshExpected } from '#db/deliveries/carried';
import { hearCourier } from '#db/deliveries/couriers';
import { lockDeliveries, recordOfEach } from '#db/deliveries/deliveryEvents';
import { type CourierOffer, listOffers } from '#db/deliveries/offerReads';
import { answerOffer, type OfferRead, readOffer, releaseDeclined, takeDeliveries } from '#db/deliveries/offers';
import { readZone } from '#db/deliveries/zones';
import type { Zone } from '#domain/zone/types';
import type { UseCaseContext } from '../context';
import { noSuch } from '../noSuch';
import { Refusal } from '../refusal';

/**
 * Accepts an offer, in the transaction of `context.db`: all its deliveries, or none. Won by exactly one courier: the
 * conditional UPDATEs of the offer and of its deliveries let one transaction through.
 */
export async function acceptOffer(
  context: UseCaseContext,
  courierId: string,
  offerId: string,
): Promise<{ offer: CourierOffer; zone: Zone | null }> {
  const { db, now } = context;
  const nowMs = now();
  const { offer, place } = await ownOffer(context, courierId, offerId, nowMs);
  await lockDeliveries(db, offer.deliveryIds);
  if (!(await answerOffer(db, offerId, 'accepted', nowMs))) throw await whyNot(context, offerId);
  if (!(await takeDeliveries(db, offer, nowMs))) {
    throw new Refusal('OfferTaken', 'another courier has a delivery of this offer');
  }
  await refreshExpected(db, { id: courierId, place }, offer.zoneId, nowMs);
  await recordOfEach(db, offer.deliveryIds, { kind: 'accepted', atMs: nowMs, data: { courierId } });
  const accepted = (await listOffers(db, courierId, nowMs)).find(({ id }) => id === offerId);
  if (!accepted) throw new Error(`offer ${offerId} is gone right after it was accepted`);
  return { offer: accepted, zone: await readZone(db, offer.zoneId) };
}

/** Declines an offer: its deliveries are offered to others at once. In the transaction of `context.db`. */
export async function declineOffer(context: UseCaseContext, courierId: string, offerId: string): Promise<void> {
  const nowMs = context.now();
  const { offer } = await ownOffer(context, courierId, offerId, nowMs);
  await lockDeliveries(context.db, offer.deliveryIds);
  if (!(await answerOffer(context.db, offerId, 'declined', nowMs))) throw await whyNot(context, offerId);
  await releaseDeclined(context.db, offer, nowMs);
}

/** Another courier's offer does not exist for this one. */
async function ownOffer({ db }: UseCaseContext, courierId: string, offerId: string, nowMs: number) {
  const courier = await hearCourier(db, courierId, nowMs);
  const offer = await readOffer(db, offerId);
  if (!courier || offer?.courierId !== courierId) throw noSuch('offer', offerId);
  return { offer, place: courier.known?.place ?? null };
}

/** Why an offer could not be answered; read after the answer was refused, so it says what stands now. */
async function whyNot({ db }: UseCaseContext, offerId: string): Promise<Refusal> {
  const offer = await readOffer(db, offerId);
  if (!offer) throw new Error(`offer ${offerId} is gone`);
  return refusalOf(offer);
}

function refusalOf({ state, expiresAt }: OfferRead): Refusal {
  switch (state) {
    case 'accepted':
    case 'declined':
      return new Refusal('OfferAnswered', `the offer was ${state} before`, { members: { state } });
    case 'withdrawn':
      return new Refusal('OfferWithdrawn', 'the offer no longer stands');
    case 'open':
    case 'expired': {
      const expiredAt = expiresAt.toISOString();
      return new Refusal('OfferExpired', `the offer stood until ${expiredAt}`, { members: { expiredAt } });
    }
  }
}
