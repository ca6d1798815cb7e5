import { readCarried } from '#db/deliveries/carried';
import { endMoves } from '#db/deliveries/courierMoves';
import { type CourierRead, lockCourier, setShift } from '#db/deliveries/couriers';
import { wakeDispatcher } from '#db/deliveries/deliveryEvents';
import { withdrawOffersTo } from '#db/deliveries/offerEnds';
import { readZone } from '#db/deliveries/zones';
import { plausibleLocation } from '#domain/delivery/location';
import type { LatLng, Zone } from '#domain/zone/types';
import type { UseCaseContext } from '../context';
import { fieldRefusal, Refusal } from '../refusal';
import { enforce } from './refuse';
import { dayMs, hourMs } from '#domain/time';

/** Nobody delivers for longer than half a day; a forgotten shift ends by itself. */
const longestShiftMs = 12 * hourMs;
/** Shifts are known a day ahead at most: what is further away changes. */
const furthestAheadMs = dayMs;

export interface ShiftRequest {
  courierId: string;
  zoneId: string;
  /** Wall time, ms; null: off shift. */
  untilMs: number | null;
  /** Of an announced shift, wall time, ms; null: now. */
  fromMs: number | null;
  /** Where an announced shift begins; null: where the courier is known to be. */
  startPlace: LatLng | null;
  /** Absent: what the zone counts with. */
  capacity: number | undefined;
}

/**
 * Begins, announces, changes or ends a shift, in the transaction of `context.db`. Off shift, and before an announced
 * shift begins, nothing more is offered; what was accepted before is still theirs to deliver, or to give up.
 */
export async function changeShift({ db, now }: UseCaseContext, request: ShiftRequest): Promise<CourierRead> {
  const { courierId, zoneId, untilMs, fromMs, startPlace } = request;
  const zone = await readZone(db, zoneId);
  if (!zone) throw fieldRefusal({ in: 'body', field: 'zoneId', rule: 'exists', message: 'no such zone is published' });
  const nowMs = now();
  const announcedMs = fromMs !== null && fromMs > nowMs ? fromMs : null;
  checkTimes(request, nowMs);
  if (startPlace) enforce(plausibleLocation({ place: startPlace, atMs: nowMs }, null, zone, nowMs));
  const capacity = capacityOf(zone, request.capacity);
  const before = await lockCourier(db, courierId);
  const hasMoved = before !== null && before.zoneId !== zoneId;
  if (hasMoved && (await readCarried(db, zone, [courierId])).get(courierId)?.length) {
    throw new Refusal('StillDelivering', `finish what you carry in ${before.zoneId} first`);
  }
  const shift = { courierId, zoneId, untilMs, fromMs: announcedMs, startPlace, capacity };
  const courier = await setShift(db, shift, nowMs);
  if (untilMs === null || announcedMs !== null || hasMoved) {
    await withdrawOffersTo(db, courierId);
    await endMoves(db, [courierId], nowMs);
  }
  await wakeDispatcher(db, zoneId);
  if (hasMoved) await wakeDispatcher(db, before.zoneId);
  return courier;
}

function checkTimes({ untilMs, fromMs }: ShiftRequest, nowMs: number): void {
  const refuse = (field: 'from' | 'until', rule: string, message: string): never => {
    throw fieldRefusal({ in: 'body', field, rule, message });
  };
  if (untilMs === null) {
    if (fromMs !== null) refuse('from', 'absent', 'a shift that ends has no beginning');
    return;
  }
  if (fromMs !== null && fromMs > nowMs + furthestAheadMs) refuse('from', 'tooFar', 'must be at most 24 hours ahead');
  const beginsMs = Math.max(nowMs, fromMs ?? nowMs);
  if (untilMs <= nowMs) refuse('until', 'future', 'must be in the future');
  if (untilMs <= beginsMs) refuse('until', 'afterFrom', 'must be after from');
  if (untilMs > beginsMs + longestShiftMs) {
    refuse('until', 'longestShift', 'must be at most 12 hours ahead, or after the announced beginning');
  }
}

function capacityOf({ couriers }: Zone, asked = couriers.capacity): number {
  if (asked <= couriers.capacity) return asked;
  const message = `must be at most ${couriers.capacity} in this zone`;
  throw fieldRefusal({ in: 'body', field: 'capacity', rule: `max:${couriers.capacity}`, message });
}
