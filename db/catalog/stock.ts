import type { Queryable } from '../pool';

export interface Reservation {
  shipmentId: string;
  programId: string;
  sku: string;
  /** Absent or null: the central warehouse. */
  stationId?: string | null;
}

export interface HeldReservation {
  sku: string;
  /** Null: the central warehouse. */
  stationId: string | null;
  state: 'reserved' | 'consumed' | 'released';
}

/** The shipment's reservation, locked until the transaction ends; null when it has none. */
export async function lockReservation(tx: Queryable, shipmentId: string): Promise<HeldReservation | null> {
  const { rows } = await tx.query<HeldReservation>(
    'SELECT sku, station_id AS "stationId", state FROM reservations WHERE shipment_id = $1 FOR UPDATE',
    [shipmentId],
  );
  return rows[0] ?? null;
}

/**
 * Takes one unit if there is one: the row lock of the UPDATE puts 50 takers of the last unit in a line, and the WHERE
 * sends 49 of them away. Call in a transaction, after `lockReservation` found nothing. False: none is left.
 */
export async function reserveUnit(tx: Queryable, reservation: Reservation): Promise<boolean> {
  const { shipmentId, programId, sku, stationId = null } = reservation;
  if (!(await takeUnit(tx, programId, sku, stationId))) return false;
  await tx.query(
    `INSERT INTO reservations (shipment_id, program_id, sku, station_id, state) VALUES ($1, $2, $3, $4, 'reserved')`,
    [shipmentId, programId, sku, stationId],
  );
  return true;
}

/** Has the central warehouse a unit that nobody has reserved? */
export async function hasFreeUnit(db: Queryable, programId: string, sku: string): Promise<boolean> {
  const { rowCount } = await db.query('SELECT FROM stock WHERE program_id = $1 AND sku = $2 AND on_hand > reserved', [
    programId,
    sku,
  ]);
  return rowCount === 1;
}

async function takeUnit(tx: Queryable, programId: string, sku: string, stationId: string | null): Promise<boolean> {
  const { rowCount } =
    stationId === null
      ? await tx.query(
          'UPDATE stock SET reserved = reserved + 1 WHERE program_id = $1 AND sku = $2 AND on_hand > reserved',
          [programId, sku],
        )
      : await tx.query(
          `UPDATE station_stock SET reserved = reserved + 1
           WHERE program_id = $1 AND sku = $2 AND station_id = $3 AND on_hand > reserved`,
          [programId, sku, stationId],
        );
  return rowCount === 1;
}

/**
 * Takes the shipment's unit from another shelf than before, and lets go of the one it had: one box never holds two. Null
 * is the central warehouse. False when that shelf has none to spare, and nothing was changed. Call with the reservation
 * locked. Two moves in opposite directions may wait for each other's shelves; Postgres ends one, whose retry finds
 * the shelves free.
 */
export async function relocateUnit(tx: Queryable, shipmentId: string, stationId: string | null): Promise<boolean> {
  const { rows } = await tx.query<{ programId: string; sku: string; stationId: string | null }>(
    `SELECT program_id AS "programId", sku, station_id AS "stationId" FROM reservations
     WHERE shipment_id = $1 AND state = 'reserved'`,
    [shipmentId],
  );
  const [held] = rows;
  if (!held) throw new Error(`shipment ${shipmentId} holds no unit`); // a bug: only what is reserved is moved
  if (held.stationId === stationId) return true;
  if (!(await takeUnit(tx, held.programId, held.sku, stationId))) return false;
  await tx.query(
    `WITH moved AS (SELECT program_id, sku, station_id FROM reservations WHERE shipment_id = $1)
     ${movement('moved', 'reserved = reserved - 1')}`,
    [shipmentId],
  );
  await tx.query('UPDATE reservations SET station_id = $2, updated_at = now() WHERE shipment_id = $1', [
    shipmentId,
    stationId,
  ]);
  return true;
}

/** The unit has gone to the packing bench. Repeats change nothing. */
export async function consumeReservation(tx: Queryable, shipmentId: string): Promise<void> {
  await tx.query(
    `WITH consumed AS (
       UPDATE reservations SET state = 'consumed', updated_at = now()
       WHERE shipment_id = $1 AND state = 'reserved' RETURNING program_id, sku, station_id)
     ${movement('consumed', 'on_hand = on_hand - 1, reserved = reserved - 1')}`,
    [shipmentId],
  );
}

/** Puts the unit back on the shelf, from wherever it was. Repeats change nothing. */
export async function releaseReservation(tx: Queryable, shipmentId: string): Promise<void> {
  const held = await lockReservation(tx, shipmentId);
  if (!held || held.state === 'released') return;
  await tx.query(
    `WITH released AS (
       UPDATE reservations SET state = 'released', updated_at = now()
       WHERE shipment_id = $1 RETURNING program_id, sku, station_id)
     ${movement('released', 'on_hand = on_hand + $2, reserved = reserved - $3')}`,
    held.state === 'consumed' ? [shipmentId, 1, 0] : [shipmentId, 0, 1],
  );
}

/** Changes the shelf that the reservation of the statement's part `from` is on: the warehouse's, or a station's. */
function movement(from: string, change: string): string {
  return `, central AS (
       UPDATE stock s SET ${change} FROM ${from} r
       WHERE r.station_id IS NULL AND s.program_id = r.program_id AND s.sku = r.sku)
     UPDATE station_stock s SET ${change} FROM ${from} r
     WHERE s.station_id = r.station_id AND s.program_id = r.program_id AND s.sku = r.sku`;
}
