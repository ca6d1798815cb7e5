import type { Queryable } from '../pool';

export interface StationEvent {
  eventId: string;
  /** The shipment of the order. */
  reference: string;
  status: 'packed';
  occurredAtMs: number;
}

/** Stores what a station told; false when its ID was stored before. */
export async function insertStationEvent(tx: Queryable, event: StationEvent): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO station_events (event_id, reference, status, occurred_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [event.eventId, event.reference, event.status, new Date(event.occurredAtMs)],
  );
  return rowCount === 1;
}
