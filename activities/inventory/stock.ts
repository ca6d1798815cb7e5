import { inTransaction } from '../../db/pool';
import { insertShipment } from '../../db/queries/shipmentProjection';
import { lockReservation, releaseReservation, reserveUnit } from '../../db/queries/stock';
import type { ShipmentInput } from '../../workflows/shipment/messages';
import type { Dependencies } from '../dependencies';
import { recordAbandoned, refuseIfAbandoned } from '../effects';

export type ReserveAnswer = { outcome: 'reserved'; sku: string } | { outcome: 'outOfStock' };

/**
 * Takes one unit of the accepted item, or of its first substitute that is there. Safe to run again: one reservation
 * per shipment, and a repeat gets the unit that it has. Never oversold: see `reserveUnit`.
 */
export async function reserveStock({ db }: Dependencies, input: ShipmentInput): Promise<ReserveAnswer> {
  await refuseIfAbandoned(db, input);
  return inTransaction(db, async (tx) => {
    await insertShipment(tx, input);
    const held = await lockReservation(tx, input.shipmentId);
    if (held) return { outcome: 'reserved', sku: held.sku };
    for (const sku of [input.sku, ...input.substitutes]) {
      if (await reserveUnit(tx, { shipmentId: input.shipmentId, programId: input.programId, sku })) {
        return { outcome: 'reserved', sku };
      }
    }
    return { outcome: 'outOfStock' };
  });
}

/** Puts the unit back. Safe to run again: a released reservation stays released. */
export async function releaseStock({ db }: Dependencies, input: ShipmentInput): Promise<void> {
  await inTransaction(db, async (tx) => {
    await recordAbandoned(tx, input);
    await releaseReservation(tx, input.shipmentId);
  });
}
