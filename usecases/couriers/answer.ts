import { refreshExpected } from '#db/deliveries/carried';
import { hearCourier } from '#db/deliveries/couriers';
import { lockDeliveries, recordOfEach } from '#db/deliveries/deliveryEvents';
import { listOffers } from '#db/deliveries/offerReads';
import { answerOffer, type OfferRead, readOffer, releaseDeclined, takeDeliveries } from '#db/deliveries/offers';
import { readZone } from '#db/deliveries/zones';
import type { ApiContext } from '#api/http/context';
import { noSuch } from '#api/http/noSuch';
import { Problem } from '#api/http/problems';
import { offerResource } from '#api/resources/courier';
import { isoOf } from '#contract/common';

/**
 * Accepts an offer, in the transaction of `context.db`: all its deliveries, or none. Won by exactly one courier: the
 * conditional UPDATEs of the offer and of its deliveries let one transaction through.
 */
export async function acceptOffer(context: ApiContext, courierId: string, offerId: string) {
  const { db, now } = context;
  const nowMs = now();
  const { offer, place } = await ownOffer(context, courierId, offerId, nowMs);
  await lockDeliveries(db, offer.deliveryIds);
  if (!(await answerOffer(db, offerId, 'accepted', nowMs))) throw await whyNot(context, offerId);
  if (!(await takeDeliveries(db, offer, nowMs))) {
    throw new Problem('OfferTaken', 'another courier has a delivery of this offer');
  }
  await refreshExpected(db, { id: courierId, place }, offer.zoneId, nowMs);
  await recordOfEach(db, offer.deliveryIds, { kind: 'accepted', atMs: nowMs, data: { courierId } });
  const accepted = (await listOffers(db, courierId, nowMs)).find(({ id }) => id === offerId);
  if (!accepted) throw new Error(`offer ${offerId} is gone right after it was accepted`);
  return offerResource(accepted, await readZone(db, offer.zoneId));
}

/** Declines an offer: its deliveries are offered to others at once. In the transaction of `context.db`. */
export async function declineOffer(context: ApiContext, courierId: string, offerId: string): Promise<void> {
  const nowMs = context.now();
  const { offer } = await ownOffer(context, courierId, offerId, nowMs);
  await lockDeliveries(context.db, offer.deliveryIds);
  if (!(await answerOffer(context.db, offerId, 'declined', nowMs))) throw await whyNot(context, offerId);
  await releaseDeclined(context.db, offer, nowMs);
}

/** Another courier's offer does not exist for this one. */
async function ownOffer({ db }: ApiContext, courierId: string, offerId: string, nowMs: number) {
  const courier = await hearCourier(db, courierId, nowMs);
  const offer = await readOffer(db, offerId);
  if (!courier || offer?.courierId !== courierId) throw noSuch('offer', offerId);
  return { offer, place: courier.known?.place ?? null };
}

/** Why an offer could not be answered; read after the answer was refused, so it says what stands now. */
async function whyNot({ db }: ApiContext, offerId: string): Promise<Problem> {
  const offer = await readOffer(db, offerId);
  if (!offer) throw new Error(`offer ${offerId} is gone`);
  return refusalOf(offer);
}

function refusalOf({ state, expiresAt }: OfferRead): Problem {
  switch (state) {
    case 'accepted':
    case 'declined':
      return new Problem('OfferAnswered', `the offer was ${state} before`, { members: { state } });
    case 'withdrawn':
      return new Problem('OfferWithdrawn', 'the offer no longer stands');
    case 'open':
    case 'expired': {
      const expiredAt = isoOf(expiresAt);
      return new Problem('OfferExpired', `the offer stood until ${expiredAt}`, { members: { expiredAt } });
    }
  }
}
