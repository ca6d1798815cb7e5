import { randomInt } from 'node:crypto';
import { phasesTaking } from '#domain/delivery/transitions';
import type { DeliveryPhase, DropoffProof } from '#domain/delivery/types';
import type { LatLng } from '#domain/zone/types';
import type { Queryable } from '../pool';
import { recordDeliveryEvents, wakeDispatcher } from './deliveryEvents';
import { withdrawOffersOf } from './offerEnds';

export interface DeliveryRead {
  id: string;
  zoneId: string;
  stationId: string;
  customerId: string;
  phase: DeliveryPhase;
  lat: number;
  lng: number;
  orderedAt: Date;
  dueAt: Date;
  readyAt: Date;
  packedAt: Date | null;
  courierId: string | null;
  priority: number;
  dropoffCode: string;
  expectedAt: Date | null;
  endedAt: Date | null;
  proof: DropoffProof | null;
  atRiskAt: Date | null;
  missedAt: Date | null;
}

const columns = `id, zone_id AS "zoneId", station_id AS "stationId", customer_id AS "customerId", phase, lat, lng,
  ordered_at AS "orderedAt", due_at AS "dueAt", ready_at AS "readyAt", packed_at AS "packedAt",
  courier_id AS "courierId", priority, dropoff_code AS "dropoffCode", expected_at AS "expectedAt",
  ended_at AS "endedAt", proof, at_risk_at AS "atRiskAt", missed_at AS "missedAt"`;

export async function readDelivery(db: Queryable, id: string): Promise<DeliveryRead | null> {
  const { rows } = await db.query<DeliveryRead>(`SELECT ${columns} FROM deliveries WHERE id = $1`, [id]);
  return rows[0] ?? null;
}

/** The delivery, locked until the transaction ends: what happens to it is taken one after the other. */
export async function lockDelivery(tx: Queryable, id: string): Promise<DeliveryRead | null> {
  const sql = `SELECT ${columns} FROM deliveries WHERE id = $1 FOR NO KEY UPDATE`;
  const { rows } = await tx.query<DeliveryRead>(sql, [id]);
  return rows[0] ?? null;
}

export interface NewDelivery {
  deliveryId: string;
  zoneId: string;
  stationId: string;
  customerId: string;
  place: LatLng;
  /** Business times, ms. */
  orderedAtMs: number;
  handoffDueAtMs: number;
  dueAtMs: number;
  /** The station's estimate of when it is packed. */
  readyAtMs: number;
}

/** Opens a delivery in the phase `preparing`; false when it was opened before, and nothing was changed. */
export async function openDelivery(tx: Queryable, delivery: NewDelivery): Promise<boolean> {
  const { deliveryId, zoneId, stationId, customerId, place, orderedAtMs } = delivery;
  // Four digits that the customer says at the door: against the wrong door, not against a courier who means harm.
  const dropoffCode = String(randomInt(10_000)).padStart(4, '0');
  const times = [orderedAtMs, delivery.handoffDueAtMs, delivery.dueAtMs, delivery.readyAtMs].map((ms) => new Date(ms));
  const { rowCount } = await tx.query(
    `INSERT INTO deliveries (id, zone_id, station_id, customer_id, phase, lat, lng, dropoff_code, ordered_at,
       handoff_due_at, due_at, ready_at)
     VALUES ($1, $2, $3, $4, 'preparing', $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING`,
    [deliveryId, zoneId, stationId, customerId, place.lat, place.lng, dropoffCode, ...times],
  );
  if (rowCount !== 1) return false;
  await recordDeliveryEvents(tx, [{ deliveryId, kind: 'ordered', atMs: orderedAtMs }]);
  return true;
}

/**
 * The station has it ready at the counter (business time, ms); false when that was known, or the delivery has ended.
 * A courier who accepted it before keeps it.
 */
export async function markPacked(tx: Queryable, deliveryId: string, atMs: number): Promise<boolean> {
  const zoneId = await changed(
    tx,
    `UPDATE deliveries SET packed_at = $2, ready_at = $2, updated_at = now(),
       phase = CASE phase WHEN 'preparing' THEN 'waiting' ELSE phase END
     WHERE id = $1 AND packed_at IS NULL AND phase = ANY($3) RETURNING zone_id`,
    [deliveryId, new Date(atMs), phasesTaking('packed')],
  );
  if (zoneId === null) return false;
  await recordDeliveryEvents(tx, [{ deliveryId, kind: 'packed', atMs }]);
  await wakeDispatcher(tx, zoneId);
  return true;
}

/**
 * Ends a delivery that nobody carries: `failed`, with the reason for ops. Its open offer is withdrawn, and a courier
 * who accepted it loses it. False when it is being carried or has ended: then that stands, and nothing was changed.
 */
export async function failDelivery(tx: Queryable, deliveryId: string, reason: string, atMs: number): Promise<boolean> {
  const zoneId = await changed(
    tx,
    `UPDATE deliveries SET phase = 'failed', ended_at = $2, expected_at = NULL, updated_at = now()
     WHERE id = $1 AND phase = ANY($3) RETURNING zone_id`,
    [deliveryId, new Date(atMs), phasesTaking('failed')],
  );
  if (zoneId === null) return false;
  await withdrawOffersOf(tx, deliveryId);
  await recordDeliveryEvents(tx, [{ deliveryId, kind: 'failed', atMs, data: { reason } }]);
  await wakeDispatcher(tx, zoneId);
  return true;
}

/** The zone of the one row that an UPDATE changed; null when its WHERE let none through. */
async function changed(tx: Queryable, sql: string, values: unknown[]): Promise<string | null> {
  const { rows } = await tx.query<{ zone_id: string }>(sql, values);
  return rows[0]?.zone_id ?? null;
}
