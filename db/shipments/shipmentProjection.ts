import type { ShipmentPhase, ShipmentState } from '#domain/shipment/types';
import { deliverEvent } from '#domain/events/facts';
import type { Queryable } from '../pool';
import { recordEvents } from '../events/events';
import { readShipmentFacts } from './shipmentFacts';

export interface NewShipment {
  shipmentId: string;
  subscriptionId: string;
  cycle: number;
  customerId: string;
  programId: string;
  sku: string;
  chargeCents: number;
  addressId: string;
}

/**
 * The shipment's row, once per (subscription, cycle), with all that was frozen: what its workflow is started with, also anew.
 * Repeats change nothing, unless the workflow itself says it for the first time.
 */
export async function insertShipment(tx: Queryable, shipment: NewShipment): Promise<void> {
  await tx.query(
    `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id, revision, input)
     VALUES ($1, $2, $3, $4, $5, 'reserving', $6, $7, $8, 0, $9)
     ON CONFLICT (id) DO UPDATE SET input = $9 WHERE shipments.revision = 0 AND shipments.input IS DISTINCT FROM $9`,
    [
      shipment.shipmentId,
      shipment.subscriptionId,
      shipment.cycle,
      shipment.customerId,
      shipment.programId,
      shipment.sku,
      shipment.chargeCents,
      shipment.addressId,
      JSON.stringify(shipment),
    ],
  );
}

/** Phases after which nothing is left to do. */
const ended: ReadonlySet<ShipmentPhase> = new Set<ShipmentPhase>(['done', 'abandoned']);

/**
 * The read model of a shipment; what was decided earlier changes nothing. The one that first says that it was delivered
 * also tells so as an event. A row that is gone comes back. What a run that was reset has not come to again stays: its
 * charge, order and parcel were made.
 */
export async function projectShipment(tx: Queryable, shipment: NewShipment, state: ShipmentState): Promise<void> {
  const { shipmentId } = shipment;
  const row = await lockRow(tx, shipmentId);
  if (!row) await insertShipment(tx, shipment);
  const { rowCount } = await tx.query(
    `UPDATE shipments SET phase = $2, sku = $3, address_id = $4, charge_id = coalesce($5, charge_id),
       warehouse_order_id = coalesce($6, warehouse_order_id), tracking_number = coalesce($7, tracking_number),
       attention = $8, abandon_reason = $9, handed_off_at = coalesce($10, handed_off_at),
       delivered_at = coalesce($11, delivered_at), revision = $12, decided_at_ms = $13, updated_at = now(),
       state = $14, input = CASE WHEN $14::jsonb IS NOT NULL THEN $15::jsonb END
     WHERE id = $1 AND (decided_at_ms, revision) < ($13::bigint, $12::integer)`,
    [
      shipmentId,
      state.phase,
      state.sku,
      state.addressId,
      state.chargeId,
      state.warehouseOrderId,
      state.trackingNumber,
      state.attention,
      state.abandonReason,
      state.handedOffAtMs === null ? null : new Date(state.handedOffAtMs),
      state.deliveredAtMs === null ? null : new Date(state.deliveredAtMs),
      state.revision,
      state.decidedAtMs,
      ended.has(state.phase) ? null : JSON.stringify(state),
      JSON.stringify(shipment),
    ],
  );
  if (rowCount !== 1 || state.deliveredAtMs === null || row?.deliveredAt) return;
  await recordEvents(tx, [deliverEvent(await readShipmentFacts(tx, shipmentId), state.deliveredAtMs)]);
}

/** Locked, so that a repeat at the same time finds it delivered. */
async function lockRow(tx: Queryable, shipmentId: string): Promise<{ deliveredAt: Date | null } | undefined> {
  const { rows } = await tx.query<{ deliveredAt: Date | null }>(
    'SELECT delivered_at AS "deliveredAt" FROM shipments WHERE id = $1 FOR UPDATE',
    [shipmentId],
  );
  return rows[0];
}
