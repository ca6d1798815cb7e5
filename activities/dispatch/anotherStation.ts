import { inTransaction, type Queryable } from '../../db/pool';
import { wakeDispatcher } from '../../db/queries/deliveryEvents';
import { findEffect, recordEffect } from '../../db/queries/effects';
import { readAddress } from '../../db/queries/personalData';
import { lockUnpacked, moveToStation } from '../../db/queries/stationMove';
import { readZone } from '../../db/queries/zones';
import { distanceMeters } from '../../domain/geography/distance';
import type { HandoffAnswer } from '../../facade/ports';
import type { DeliveryInput } from '../../workflows/delivery/messages';
import type { Dependencies } from '../dependencies';
import { once } from '../effects';

const minuteMs = 60_000;

/** Where the order went; null: it stayed, since it was packed meanwhile or no other station has the item. */
type Move = { stationId: string; sku: string; addressId: string } | null;

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
  await once(db, input, 'handoffElsewhere', 0, async (idempotencyKey) =>
    facade.warehouse.handOff({
      idempotencyKey,
      reference: input.shipmentId,
      sku: move.sku,
      quantity: 1,
      stationId: move.stationId,
      address: await readAddress(db, move.addressId),
    }),
  );
  return move.stationId;
}

async function decideMove(tx: Queryable, { input, atMs }: LateHandoff): Promise<Move> {
  const { subscriptionId, cycle, deliveryId, promise } = input;
  const id = { subscriptionId, cycle, step: 'moveStation' };
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
