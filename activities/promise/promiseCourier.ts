import { deliveryPromiseOf, makePromise } from '#usecases/checkout/promise';
import { windowOf, windowsFor, type OpenWindow } from '#usecases/checkout/windows';
import { inTransaction, type Queryable } from '#db/pool';
import { findEffect, recordEffect, type EffectId } from '#db/shipments/effects';
import { readLocation } from '#db/subscriptions/personalData';
import { readProgram } from '#db/catalog/programs';
import { markPromiseUsed } from '#db/deliveries/promises';
import { lockReservation, relocateUnit } from '#db/catalog/stock';
import { businessAt } from '#domain/clock';
import type { DeliveryPromise } from '#domain/delivery/types';
import type { LatLng, Zone } from '#domain/zone/types';
import { cyclePromiseId, stepName } from '#domain/ids';
import { wishHasPassed } from '#domain/promise/index';
import type { ClosedReason, CourierWish } from '#domain/promise/types';
import type { ShipmentAt } from '../billing/shipmentAt';
import type { Dependencies } from '../dependencies';
import { refuseIfAbandoned } from '../effects';
import { queueMessage } from '../notifications/queueMessage';

export type PromiseAnswer =
  | { outcome: 'promised'; promise: DeliveryPromise }
  /** It goes as a parcel, of the central warehouse's unit. */
  | { outcome: 'unavailable'; reason: Unavailable }
  /** The unit is at a station from where no courier can come any more, and the central warehouse has none. */
  | { outcome: 'outOfStock' };

type Unavailable = ClosedReason | 'timePassed';

/** How often a place or unit that somebody else took meanwhile is looked for anew. */
const mostTries = 3;

/**
 * Makes the promise of a courier for a cycle's box whose time has come, or settles for a parcel and tells the customer.
 *
 * Why it is safe to run again: place, promise, the unit's move to the station, message and answer are one transaction
 * under the reservation's lock; whoever comes second finds the answer recorded. The promise's ID follows from
 * shipment and round.
 */
export async function promiseCourier(dependencies: Dependencies, due: ShipmentAt): Promise<PromiseAnswer> {
  const { db } = dependencies;
  const known = await findEffect<PromiseAnswer>(db, effectOf(due));
  if (known) return known;
  await refuseIfAbandoned(db, due.input);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found = await look(dependencies, due);
    if ('reason' in found) return inTransaction(db, (tx) => settleForParcel(tx, due, found.reason));
    const answer = await inTransaction(db, (tx) => take(tx, due, found));
    if (answer) return answer;
  }
  return inTransaction(db, (tx) => settleForParcel(tx, due, 'full'));
}

const roundOf = ({ state }: ShipmentAt): number => state.rounds.promise ?? 0;

function effectOf(due: ShipmentAt): EffectId {
  const { subscriptionId, cycle } = due.input;
  return { subscriptionId, cycle, step: stepName('promise', roundOf(due)) };
}

function wishOf({ input }: ShipmentAt): CourierWish {
  if (!input.courier) throw new Error(`shipment ${input.shipmentId} wants no courier`); // a bug: only such come here
  return input.courier;
}

interface AvailableWindow {
  zone: Zone;
  place: LatLng;
  window: OpenWindow;
}

/** What could be promised this moment. Couriers and stations live in wall time, whatever clock the cycle is on. */
async function look({ db, facade }: Dependencies, due: ShipmentAt): Promise<AvailableWindow | { reason: Unavailable }> {
  const { input, state } = due;
  const wish = wishOf(due);
  if (wishHasPassed(wish, businessAt(input.clock, Date.now()))) return { reason: 'timePassed' };
  const program = await readProgram(db, input.programId);
  if (!program) throw new Error(`program ${input.programId} is not published`);
  const place = await readLocation(db, state.addressId);
  const wanted = { program, sku: state.sku, place, nowMs: Date.now(), holdMinutes: 0 };
  const windows = await windowsFor({ db, facadeReads: facade }, wanted);
  const window = windowOf(windows, wish.kind);
  if ('reason' in window) return { reason: window.reason };
  // An address in another zone: the fee that was accepted is not the one of there.
  if (!place || !windows.zone || windows.zone.id !== wish.zoneId) return { reason: 'outsideZone' };
  return { zone: windows.zone, place, window };
}

/** Null: somebody else took the place or the last unit meanwhile, and nothing was changed. */
async function take(
  tx: Queryable,
  due: ShipmentAt,
  { zone, place, window }: AvailableWindow,
): Promise<PromiseAnswer | null> {
  const { shipmentId, customerId, programId, chargeCents } = due.input;
  const held = await lockReservation(tx, shipmentId);
  const known = await findEffect<PromiseAnswer>(tx, effectOf(due));
  if (known) return known;
  if (!(await relocateUnit(tx, shipmentId, window.stationId))) return null;
  const { feeCents } = wishOf(due);
  const nowMs = Date.now();
  const made = await makePromise(tx, zone, window, {
    id: cyclePromiseId(shipmentId, roundOf(due)),
    customerId,
    programId,
    sku: due.state.sku,
    place,
    priceCents: chargeCents - feeCents,
    feeCents,
    expiresAtMs: nowMs,
  });
  if (!made) {
    await relocateUnit(tx, shipmentId, held?.stationId ?? null);
    return null;
  }
  await markPromiseUsed(tx, made.id);
  const answer: PromiseAnswer = { outcome: 'promised', promise: deliveryPromiseOf(made, zone, nowMs) };
  await recordEffect(tx, effectOf(due), answer);
  return answer;
}

/** Out of stock is not recorded: a person mends it, and it is looked for anew. */
async function settleForParcel(tx: Queryable, due: ShipmentAt, reason: Unavailable): Promise<PromiseAnswer> {
  const { input, state } = due;
  await lockReservation(tx, input.shipmentId);
  const known = await findEffect<PromiseAnswer>(tx, effectOf(due));
  if (known) return known;
  if (!(await relocateUnit(tx, input.shipmentId, null))) return { outcome: 'outOfStock' };
  const answer: PromiseAnswer = { outcome: 'unavailable', reason };
  await recordEffect(tx, effectOf(due), answer);
  const data = { sku: state.sku, reason, refundCents: wishOf(due).feeCents };
  await queueMessage(tx, input, stepName('courierUnavailable', roundOf(due)), 'courierUnavailable', data);
  return answer;
}
