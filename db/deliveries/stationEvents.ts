import type { Queryable } from '../pool';

export interface StationEvent {
  eventId: string;
  /** The shipment of the order. */
  reference: string;
  /** The station's own number of it, as the handoff answered. */
  warehouseOrderId: string;
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

/**
 * What the order that a station names is to its shipment: the one that is waited for, or one that was taken back, since
 * another station has its place. Null: it is not known, perhaps not yet. Call with the delivery locked.
 */
export async function standingOfOrder(
  tx: Queryable,
  { reference, warehouseOrderId }: Pick<StationEvent, 'reference' | 'warehouseOrderId'>,
): Promise<'awaited' | 'takenBack' | null> {
  const { rows } = await tx.query<{ standing: 'awaited' | 'takenBack' }>(
    `SELECT CASE WHEN e.step <> 'handoffElsewhere' AND EXISTS (SELECT FROM effects m
       WHERE m.subscription_id = e.subscription_id AND m.cycle = e.cycle AND m.step = 'moveStation'
         AND m.answer->'move' <> 'null') THEN 'takenBack' ELSE 'awaited' END AS standing
     FROM shipments s JOIN effects e ON e.subscription_id = s.subscription_id AND e.cycle = s.cycle
     WHERE s.id = $1 AND e.step LIKE 'handoff%' AND e.answer->>'warehouseOrderId' = $2`,
    [reference, warehouseOrderId],
  );
  return rows[0]?.standing ?? null;
}
