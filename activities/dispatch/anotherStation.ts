import { inTransaction, type Queryable } from '#db/pool';
import { lockDeliveries, wakeDispatcher } from '#db/deliveries/deliveryEvents';
import { readDeliveryFacts } from '#db/deliveries/deliveryFacts';
import { findEffect, recordEffect } from '#db/shipments/effects';
import { readAddress } from '#db/subscriptions/personalData';
import { lockUnpacked, moveToStation } from '#db/catalog/stationMove';
import { readZone } from '#db/deliveries/zones';
import { isEnd } from '#domain/delivery/steps';
import { distanceMeters } from '#domain/zone/distance';
import type { HandoffAnswer } from '#facade/ports/index';
import type { DeliveryInput } from '#workflows/delivery/messages';
import type { Dependencies } from '../dependencies';
import { once } from '../effects';
import { minuteMs } from '#domain/time';

/** Where the order went; null: it stayed, since it was packed meanwhile or no other station has the item. */
type Move = Moved | null;
interface Moved {
  stationId: string;
  sku: string;
  addressId: string;
}

/** Whose order it is, and under what reference the warehouse has it. */
type HandoffOf = Pick<DeliveryInput, 'subscriptionId' | 'cycle' | 'shipmentId'>;

const moveStation = 'moveStation';
const toldElsewhere = 'toldElsewhere';

export interface LateHandoff {
  input: DeliveryInput;
  /** Business time, ms. */
  atMs: number;
}

/**
 * A station that has not packed an order when its handoff is due loses it to the nearest other one with the item.
 *
 * Why it is safe to run again: the move is recorded with the rows that it changes, and each call of the warehouse has
 * a key of its own (see `once`). The late station is told first: two stations packing one order would be worse than a
 * minute in which none does.
 */
export async function moveToAnotherStation(dependencies: Dependencies, late: LateHandoff): Promise<string | null> {
  const { db, facade } = dependencies;
  const { input } = late;
  const move = await inTransaction(db, (tx) => decideMove(tx, late));
  const before = await findEffect<HandoffAnswer>(db, { ...input, step: 'handoff' });
  if (!move || before?.outcome !== 'accepted') return null;
  const { warehouseOrderId } = before;
  await once(db, input, 'takeBack', 0, async (idempotencyKey) => {
    await facade.warehouse.cancelOrder({ idempotencyKey, reference: input.shipmentId, warehouseOrderId });
    return {};
  });
  if (!(await inTransaction(db, (tx) => mayHandOffElsewhere(tx, input)))) return null;
  await handOffElsewhere(dependencies, input, move);
  return move.stationId;
}

/**
 * Is the other station still to have it? Decided once, under the delivery's lock: what has ended meanwhile (given up by
 * ops) goes nowhere, and whoever ends it afterwards finds that the station has been told, or is just being told.
 */
async function mayHandOffElsewhere(tx: Queryable, { subscriptionId, cycle, deliveryId }: DeliveryInput) {
  const id = { subscriptionId, cycle, step: toldElsewhere };
  await lockDeliveries(tx, [deliveryId]);
  if (await findEffect(tx, id)) return true;
  const phase = (await readDeliveryFacts(tx, [deliveryId])).get(deliveryId)?.phase;
  if (phase === undefined || isEnd(phase)) return false;
  return recordEffect(tx, id, {});
}

/** Safe to run again, and by others: see `once`. */
const handOffElsewhere = ({ db, facade }: Dependencies, of: HandoffOf, move: Moved): Promise<HandoffAnswer> =>
  once(db, of, 'handoffElsewhere', 0, async (idempotencyKey) =>
    facade.warehouse.handOff({
      idempotencyKey,
      reference: of.shipmentId,
      sku: move.sku,
      quantity: 1,
      stationId: move.stationId,
      address: await readAddress(db, move.addressId),
    }),
  );

/**
 * Takes an order that is given up back from the other station. That one may be about to be told of it by a call that is
 * still under way: it is told here then, under the same key, and has one order, which is cancelled.
 */
export async function cancelElsewhere(dependencies: Dependencies, of: HandoffOf): Promise<void> {
  const { db, facade } = dependencies;
  const { subscriptionId, cycle, shipmentId } = of;
  const decided = await findEffect<{ move: Move }>(db, { subscriptionId, cycle, step: moveStation });
  const isTold = await findEffect(db, { subscriptionId, cycle, step: toldElsewhere });
  if (!decided?.move || !isTold) return;
  const answer = await handOffElsewhere(dependencies, of, decided.move);
  if (answer.outcome !== 'accepted') return;
  const { warehouseOrderId } = answer;
  await once(db, of, 'cancelElsewhere', 0, async (idempotencyKey) => {
    await facade.warehouse.cancelOrder({ idempotencyKey, reference: shipmentId, warehouseOrderId });
    return {};
  });
}

async function decideMove(tx: Queryable, { input, atMs }: LateHandoff): Promise<Move> {
  const { subscriptionId, cycle, deliveryId, promise } = input;
  const id = { subscriptionId, cycle, step: moveStation };
  const before = await findEffect<{ move: Move }>(tx, id);
  if (before) return before.move;
  const order = await lockUnpacked(tx, deliveryId);
  const zone = order && (await readZone(tx, promise.zoneId));
  const others = (zone?.stations ?? []).filter((station) => station.id !== order?.stationId);
  others.sort((one, other) => distanceMeters(one.place, promise.place) - distanceMeters(other.place, promise.place));
  let move: Move = null;
  for (const station of others) {
    if (!order || !(await moveToStation(tx, deliveryId, station.id, atMs + station.packMinutes * minuteMs))) continue;
    move = { stationId: station.id, sku: order.sku, addressId: order.addressId };
    await wakeDispatcher(tx, promise.zoneId);
    break;
  }
  await recordEffect(tx, id, { move });
  return move;
}
