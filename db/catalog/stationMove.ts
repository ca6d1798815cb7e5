import type { Queryable } from '../pool';

/** What a station was given and has not packed: enough to give it to another one. */
export interface UnpackedOrder {
  sku: string;
  stationId: string;
  addressId: string;
}

/** The delivery's order, locked, while no courier has it and the station has not packed it; null otherwise. */
export async function lockUnpacked(tx: Queryable, deliveryId: string): Promise<UnpackedOrder | null> {
  const { rows } = await tx.query<UnpackedOrder>(
    `SELECT r.sku, d.station_id AS "stationId", s.address_id AS "addressId"
     FROM deliveries d JOIN reservations r ON r.shipment_id = d.id JOIN shipments s ON s.id = d.id
     WHERE d.id = $1 AND d.phase = 'preparing' AND d.courier_id IS NULL AND r.state = 'consumed'
     FOR UPDATE OF d, r`,
    [deliveryId],
  );
  return rows[0] ?? null;
}

/**
 * Moves the order's unit and the delivery to another station; false when that one has no unit to spare, and nothing
 * was changed. Call with the order locked.
 */
export async function moveToStation(
  tx: Queryable,
  deliveryId: string,
  stationId: string,
  readyAtMs: number,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE station_stock t SET on_hand = t.on_hand - 1 FROM reservations r
     WHERE r.shipment_id = $1 AND t.program_id = r.program_id AND t.sku = r.sku AND t.station_id = $2
       AND t.on_hand > t.reserved`,
    [deliveryId, stationId],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `UPDATE station_stock t SET on_hand = t.on_hand + 1 FROM reservations r
     WHERE r.shipment_id = $1 AND t.program_id = r.program_id AND t.sku = r.sku AND t.station_id = r.station_id`,
    [deliveryId],
  );
  await tx.query('UPDATE reservations SET station_id = $2, updated_at = now() WHERE shipment_id = $1', [
    deliveryId,
    stationId,
  ]);
  await tx.query('UPDATE deliveries SET station_id = $2, ready_at = $3, updated_at = now() WHERE id = $1', [
    deliveryId,
    stationId,
    new Date(readyAtMs),
  ]);
  return true;
}
