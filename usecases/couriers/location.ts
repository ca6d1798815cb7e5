import { readCarried, refreshExpected } from '#db/deliveries/carried';
import { type CourierRead, hearCourier, setLocation } from '#db/deliveries/couriers';
import { wakeDispatcher } from '#db/deliveries/deliveryEvents';
import { recordLocated } from '#db/subscriptions/located';
import { readZone } from '#db/deliveries/zones';
import type { CarriedDelivery } from '#domain/delivery/itinerary';
import { isNews, type KnownPlace, plausibleLocation } from '#domain/delivery/location';
import type { Queryable } from '#db/pool';
import type { Zone } from '#domain/zone/types';
import type { UseCaseContext } from '../context';
import { Refusal } from '../refusal';
import { enforce } from './refuse';

/**
 * Takes a courier's place, in the transaction of `context.db`: customers whose delivery is on its way are told, and
 * arrival times are worked out anew. False: a newer place was known or it is too old, and only that the courier was heard is noted.
 */
export async function reportLocation(
  { db, now }: UseCaseContext,
  courierId: string,
  reported: KnownPlace,
): Promise<boolean> {
  const nowMs = now();
  const courier = await hearCourier(db, courierId, nowMs);
  const zone = courier && (await readZone(db, courier.zoneId));
  if (!courier || !zone) throw new Refusal('NotOnShift', 'begin a shift first');
  const carried = (await readCarried(db, zone, [courierId])).get(courierId) ?? [];
  // Off shift, with nothing in hand, where somebody is is none of our business.
  if (!isOnShift(courier, nowMs) && carried.length === 0) throw new Refusal('NotOnShift', 'your shift is over');
  enforce(plausibleLocation(reported, courier.known, zone, nowMs));
  if (!isNews(reported, courier.known, nowMs)) return false;
  await setLocation(db, courierId, reported);
  await refreshExpected(db, { id: courierId, place: reported.place }, zone.id, nowMs);
  await recordLocated(db, idsOnTheWay(carried), reported);
  await welcomeBack(db, courier, zone, nowMs);
  return true;
}

const isOnShift = ({ onShiftUntil, shiftFrom }: CourierRead, nowMs: number): boolean =>
  onShiftUntil !== null && onShiftUntil.getTime() > nowMs && (shiftFrom === null || shiftFrom.getTime() <= nowMs);

const idsOnTheWay = (carried: CarriedDelivery[]): string[] =>
  carried.filter(({ phase }) => phase === 'onTheWay').map(({ id }) => id);

/** A courier whose place was not known, or who was silent, can be offered something again. */
async function welcomeBack(tx: Queryable, before: CourierRead, zone: Zone, nowMs: number): Promise<void> {
  const wasSilent = nowMs - before.heardAt.getTime() > zone.couriers.silentSeconds * 1_000;
  if (!before.known || wasSilent) await wakeDispatcher(tx, zone.id);
}
