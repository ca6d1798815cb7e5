import type { BusinessClock } from '#domain/clock';
import type { Queryable } from '../pool';
import { clockOf } from '../subscriptions/testClocks';

export interface TrackedParcel {
  trackingNumber: string;
  shipmentId: string;
  subscriptionId: string;
  cycle: number;
  status: string;
  /** The subscription's business clock. */
  clock: BusinessClock;
}

type ParcelRow = Omit<TrackedParcel, 'clock'> & Parameters<typeof clockOf>[0];

/**
 * A parcel of the shipment, written together with the booking's record: the carrier's first webhook may come before the
 * workflow's next step, and must find it. The shipment shows the way of its newest parcel. Repeats change nothing.
 */
export async function insertParcel(tx: Queryable, shipmentId: string, trackingNumber: string): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO parcels (tracking_number, shipment_id, status) VALUES ($1, $2, 'booked') ON CONFLICT DO NOTHING`,
    [trackingNumber, shipmentId],
  );
  if (rowCount !== 1) return;
  await tx.query(
    `UPDATE shipments SET tracking_number = $2, tracking_status = 'booked', updated_at = now() WHERE id = $1`,
    [shipmentId, trackingNumber],
  );
}

/** The parcel, also one that another has followed, locked until the transaction ends: its events are taken one by one. */
export async function lockParcel(tx: Queryable, trackingNumber: string): Promise<TrackedParcel | null> {
  const { rows } = await tx.query<ParcelRow>(
    `SELECT q.tracking_number AS "trackingNumber", p.id AS "shipmentId", p.subscription_id AS "subscriptionId", p.cycle,
       q.status, c.origin_wall_at, c.origin_business_at, c.speed
     FROM parcels q
     JOIN shipments p ON p.id = q.shipment_id
     JOIN subscriptions s ON s.id = p.subscription_id
     LEFT JOIN test_clocks c ON c.id = s.test_clock_id
     WHERE q.tracking_number = $1 FOR UPDATE OF q`,
    [trackingNumber],
  );
  const [row] = rows;
  return row ? { ...row, clock: clockOf(row) } : null;
}

/** Only called with the parcel locked, and only to move forward. */
export async function setParcelStatus(
  tx: Queryable,
  { trackingNumber, shipmentId }: Pick<TrackedParcel, 'trackingNumber' | 'shipmentId'>,
  status: string,
): Promise<void> {
  await tx.query('UPDATE parcels SET status = $2 WHERE tracking_number = $1', [trackingNumber, status]);
  await tx.query('UPDATE shipments SET tracking_status = $3 WHERE id = $2 AND tracking_number = $1', [
    trackingNumber,
    shipmentId,
    status,
  ]);
}
