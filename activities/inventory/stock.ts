import { inTransaction, type Queryable } from '#db/pool';
import { insertShipment } from '#db/shipments/shipmentProjection';
import { lockReservation, releaseReservation, reserveUnit } from '#db/catalog/stock';
import { readZone } from '#db/deliveries/zones';
import { distanceMeters } from '#domain/zone/distance';
import type { ShipmentInput } from '#workflows/shipment/messages';
import type { Dependencies } from '../dependencies';
import type { ShipmentAt } from '../billing/shipmentAt';
import { recordAbandoned, refuseIfAbandoned, refuseIfDelivered } from '../effects';

export type ReserveAnswer = { outcome: 'reserved'; sku: string; stationId: string | null } | { outcome: 'outOfStock' };

/**
 * Takes one unit of the accepted item, or of its first substitute that is there; for a one-hour order at the promised
 * station, or at the next nearest of its zone. Safe to run again: one reservation per shipment, and a repeat gets the
 * unit that it has, or had before it was given up. Never oversold: see `reserveUnit`.
 */
export async function reserveStock({ db }: Dependencies, input: ShipmentInput): Promise<ReserveAnswer> {
  return inTransaction(db, async (tx) => {
    await insertShipment(tx, input);
    const held = await lockReservation(tx, input.shipmentId);
    if (held) return { outcome: 'reserved', sku: held.sku, stationId: held.stationId };
    await refuseIfAbandoned(tx, input);
    await refuseIfDelivered(tx, input);
    const { shipmentId, programId } = input;
    for (const sku of [input.sku, ...input.substitutes]) {
      for (const stationId of await shelvesOf(tx, input)) {
        if (await reserveUnit(tx, { shipmentId, programId, sku, stationId })) {
          return { outcome: 'reserved', sku, stationId };
        }
      }
    }
    return { outcome: 'outOfStock' };
  });
}

/** Where a unit may come from, best first; null is the central warehouse. */
async function shelvesOf(tx: Queryable, { promise }: ShipmentInput): Promise<(string | null)[]> {
  if (!promise) return [null];
  const zone = await readZone(tx, promise.zoneId);
  const others = (zone?.stations ?? []).filter(({ id }) => id !== promise.stationId);
  others.sort((one, other) => distanceMeters(one.place, promise.place) - distanceMeters(other.place, promise.place));
  return [promise.stationId, ...others.map(({ id }) => id)];
}

/** Puts the unit back. Safe to run again: a released reservation stays released. */
export async function releaseStock({ db }: Dependencies, { input, state }: ShipmentAt): Promise<void> {
  await recordAbandoned(db, input, state.abandonReason);
  await inTransaction(db, (tx) => releaseReservation(tx, input.shipmentId));
}
