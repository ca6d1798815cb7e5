import type { ShipmentState } from '../../domain/shipment/types';
import { deliverEvent } from '../../domain/events/facts';
import type { Queryable } from '../pool';
import { recordEvents } from './events';
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

/** The shipment's row, once per (subscription, cycle). Repeats change nothing. */
export async function insertShipment(tx: Queryable, shipment: NewShipment): Promise<void> {
  await tx.query(
    `INSERT INTO shipments (id, subscription_id, cycle, customer_id, program_id, phase, sku, charge_cents, address_id, revision)
     VALUES ($1, $2, $3, $4, $5, 'reserving', $6, $7, $8, 0) ON CONFLICT DO NOTHING`,
    [
      shipment.shipmentId,
      shipment.subscriptionId,
      shipment.cycle,
      shipment.customerId,
      shipment.programId,
      shipment.sku,
      shipment.chargeCents,
      shipment.addressId,
    ],
  );
}

/**
 * The read model of a shipment; a late projection has a lower revision and changes nothing. The one that first says that
 * it was delivered also tells so as an event.
 */
export async function projectShipment(tx: Queryable, shipmentId: string, state: ShipmentState): Promise<void> {
  const isArrival = state.deliveredAtMs !== null && (await isUndelivered(tx, shipmentId));
  const { rowCount } = await tx.query(
    `UPDATE shipments SET phase = $2, sku = $3, address_id = $4, charge_id = $5, warehouse_order_id = $6,
       tracking_number = $7, attention = $8, abandon_reason = $9, handed_off_at = $10, delivered_at = $11,
       revision = $12, updated_at = now()
     WHERE id = $1 AND revision < $12`,
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
    ],
  );
  if (rowCount !== 1 || !isArrival || state.deliveredAtMs === null) return;
  await recordEvents(tx, [deliverEvent(await readShipmentFacts(tx, shipmentId), state.deliveredAtMs)]);
}

/** Under the row's lock, so that a repeat at the same time finds it delivered. */
async function isUndelivered(tx: Queryable, shipmentId: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM shipments WHERE id = $1 AND delivered_at IS NULL FOR UPDATE', [
    shipmentId,
  ]);
  return rowCount === 1;
}
