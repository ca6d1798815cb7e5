import type { Queryable } from '../pool';

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

/** A parcel's events in the order in which they happened, whatever the order in which they came. */
export async function listTrackingEvents(db: Queryable, trackingNumber: string): Promise<TrackingEvent[]> {
  const { rows } = await db.query<TrackingEvent>(
    `SELECT event_id AS "eventId", tracking_number AS "trackingNumber", status, occurred_at AS "occurredAt"
     FROM tracking_events WHERE tracking_number = $1 ORDER BY occurred_at, event_id`,
    [trackingNumber],
  );
  return rows;
}
