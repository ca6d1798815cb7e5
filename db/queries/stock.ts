import type { Queryable } from '../pool';

export interface Reservation {
  shipmentId: string;
  programId: string;
  sku: string;
}

export interface HeldReservation {
  sku: string;
  state: 'reserved' | 'consumed' | 'released';
}

/** The shipment's reservation, locked until the transaction ends; null when it has none. */
export async function lockReservation(tx: Queryable, shipmentId: string): Promise<HeldReservation | null> {
  const { rows } = await tx.query<HeldReservation>(
    'SELECT sku, state FROM reservations WHERE shipment_id = $1 FOR UPDATE',
    [shipmentId],
  );
  return rows[0] ?? null;
}

/**
 * Takes one unit if there is one: the row lock of the UPDATE puts 50 takers of the last unit in a line, and the WHERE
 * sends 49 of them away. Call in a transaction, after `lockReservation` found nothing. False: none is left.
 */
export async function reserveUnit(tx: Queryable, { shipmentId, programId, sku }: Reservation): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE stock SET reserved = reserved + 1 WHERE program_id = $1 AND sku = $2 AND on_hand > reserved',
    [programId, sku],
  );
  if (rowCount !== 1) return false;
  await tx.query(`INSERT INTO reservations (shipment_id, program_id, sku, state) VALUES ($1, $2, $3, 'reserved')`, [
    shipmentId,
    programId,
    sku,
  ]);
  return true;
}

/** The unit has gone to the warehouse's packing bench. Repeats change nothing. */
export async function consumeReservation(tx: Queryable, shipmentId: string): Promise<void> {
  await tx.query(
    `WITH consumed AS (
       UPDATE reservations SET state = 'consumed', updated_at = now()
       WHERE shipment_id = $1 AND state = 'reserved' RETURNING program_id, sku)
     UPDATE stock SET on_hand = on_hand - 1, reserved = reserved - 1
     FROM consumed WHERE stock.program_id = consumed.program_id AND stock.sku = consumed.sku`,
    [shipmentId],
  );
}

/** Puts the unit back on the shelf, from wherever it was. Repeats change nothing. */
export async function releaseReservation(tx: Queryable, shipmentId: string): Promise<void> {
  const held = await lockReservation(tx, shipmentId);
  if (!held || held.state === 'released') return;
  await tx.query(
    `WITH released AS (
       UPDATE reservations SET state = 'released', updated_at = now() WHERE shipment_id = $1 RETURNING program_id, sku)
     UPDATE stock SET on_hand = on_hand + $2, reserved = reserved - $3
     FROM released WHERE stock.program_id = released.program_id AND stock.sku = released.sku`,
    held.state === 'consumed' ? [shipmentId, 1, 0] : [shipmentId, 0, 1],
  );
}
