import type { BusinessClock } from '../../domain/clock';
import type { Queryable } from '../pool';
import { clockOf } from './testClocks';

export interface TrackedParcel {
  shipmentId: string;
  subscriptionId: string;
  cycle: number;
  trackingStatus: string | null;
  /** The subscription's business clock. */
  clock: BusinessClock;
}

type ParcelRow = Omit<TrackedParcel, 'clock'> & Parameters<typeof clockOf>[0];

/** The shipment of a parcel, locked until the transaction ends: its events are taken one after the other. */
export async function lockParcel(tx: Queryable, trackingNumber: string): Promise<TrackedParcel | null> {
  const { rows } = await tx.query<ParcelRow>(
    `SELECT p.id AS "shipmentId", p.subscription_id AS "subscriptionId", p.cycle,
       p.tracking_status AS "trackingStatus", c.origin_wall_at, c.origin_business_at, c.speed
     FROM shipments p
     JOIN subscriptions s ON s.id = p.subscription_id
     LEFT JOIN test_clocks c ON c.id = s.test_clock_id
     WHERE p.tracking_number = $1 FOR UPDATE OF p`,
    [trackingNumber],
  );
  const [row] = rows;
  return row ? { ...row, clock: clockOf(row) } : null;
}

export interface TrackingEvent {
  eventId: string;
  trackingNumber: string;
  status: string;
  occurredAt: Date;
}

/** True when this event is new; the carrier may send each any number of times. */
export async function insertTrackingEvent(tx: Queryable, event: TrackingEvent): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO tracking_events (event_id, tracking_number, status, occurred_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [event.eventId, event.trackingNumber, event.status, event.occurredAt],
  );
  return rowCount === 1;
}

/** Only called with the parcel locked, and only to move forward. */
export async function setTrackingStatus(tx: Queryable, shipmentId: string, status: string): Promise<void> {
  await tx.query(`UPDATE shipments SET tracking_status = $2 WHERE id = $1`, [shipmentId, status]);
}

/** A parcel's events in the order in which they happened, whatever the order in which they came. */
export async function listTrackingEvents(db: Queryable, trackingNumber: string): Promise<TrackingEvent[]> {
  const { rows } = await db.query<TrackingEvent>(
    `SELECT event_id AS "eventId", tracking_number AS "trackingNumber", status, occurred_at AS "occurredAt"
     FROM tracking_events WHERE tracking_number = $1 ORDER BY occurred_at, event_id`,
    [trackingNumber],
  );
  return rows;
}
