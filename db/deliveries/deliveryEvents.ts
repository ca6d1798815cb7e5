import type { CustomerEventKind } from '#domain/delivery/customerView';
import type { DeliveryEventKind, DeliveryPhase } from '#domain/delivery/types';
import type { LatLng } from '#domain/zone/types';
import type { Queryable } from '../pool';
import { readDeliveryFacts } from './deliveryFacts';
import { putInOutbox } from '../outbox/outbox';

/** Postgres channel on which each new event's delivery ID is sent, at commit. */
export const deliveryEventsChannel = 'everbox_delivery_events';

export interface NewDeliveryEvent {
  deliveryId: string;
  kind: DeliveryEventKind;
  /** Business time, ms. */
  atMs: number;
  data?: Record<string, unknown>;
}

/** What the delivery's workflow must know, since a deadline or the end hangs on it. */
const toldToWorkflow: ReadonlySet<DeliveryEventKind> = new Set<DeliveryEventKind>([
  'packed',
  'accepted',
  'courierLost',
  'pickedUp',
  'delivered',
  'addressNotFound',
  'returned',
  'lost',
  'failed',
]);

/**
 * Locks deliveries until the transaction ends. Whoever needs more than one kind of lock takes couriers first, then
 * deliveries by ID, then offers: two transactions that hold to this order never wait for each other in a circle.
 */
export async function lockDeliveries(tx: Queryable, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT 1 FROM deliveries WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [ids]);
}

/** Records the same of each of these deliveries; see `recordDeliveryEvents`. */
export async function recordOfEach(
  tx: Queryable,
  deliveryIds: readonly string[],
  event: Omit<NewDeliveryEvent, 'deliveryId'>,
): Promise<void> {
  await recordDeliveryEvents(
    tx,
    deliveryIds.map((deliveryId) => ({ deliveryId, ...event })),
  );
}

/**
 * Records what happened, after the rows were changed: each event carries the phase that its delivery is in now, and
 * when it is expected.
 *
 * Invariant: events of one delivery are committed in the order of their IDs, since the row's lock is held from before
 * the ID is drawn until the commit. A reader who has seen event n never misses an earlier one.
 */
export async function recordDeliveryEvents(tx: Queryable, events: readonly NewDeliveryEvent[]): Promise<void> {
  if (events.length === 0) return;
  await lockDeliveries(
    tx,
    events.map(({ deliveryId }) => deliveryId),
  );
  await tx.query(
    `WITH happened AS (
       INSERT INTO delivery_events (delivery_id, kind, data, occurred_at)
       SELECT d.id, n.kind, n.data || jsonb_build_object('phase', d.phase, 'expectedAtMs',
         round(extract(epoch FROM d.expected_at) * 1000)), n.at
       FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[])
         WITH ORDINALITY AS n(delivery_id, kind, data, at, place)
       JOIN deliveries d ON d.id = n.delivery_id ORDER BY n.place RETURNING delivery_id)
     SELECT pg_notify('${deliveryEventsChannel}', delivery_id) FROM happened`,
    [
      events.map(({ deliveryId }) => deliveryId),
      events.map(({ kind }) => kind),
      events.map(({ data = {} }) => JSON.stringify(data)),
      events.map(({ atMs }) => new Date(atMs)),
    ],
  );
  const told = new Set(events.filter(({ kind }) => toldToWorkflow.has(kind)).map(({ deliveryId }) => deliveryId));
  for (const [deliveryId, facts] of await readDeliveryFacts(tx, [...told])) {
    await putInOutbox(tx, 'deliveryHappened', { deliveryId, ...facts });
  }
}

/** Wakes the zone's dispatcher once the transaction has committed: a courier or a delivery came, or came free. */
export async function wakeDispatcher(tx: Queryable, zoneId: string): Promise<void> {
  await putInOutbox(tx, 'zoneChanged', { zoneId });
}

export interface StoredEvent {
  id: number;
  kind: CustomerEventKind;
  /** Where the delivery stood after it; `place` of the courier, in `located`. */
  data: { phase: DeliveryPhase; expectedAtMs: number | null; place?: LatLng };
  occurredAt: Date;
}

export interface EventPage {
  events: StoredEvent[];
  /** The delivery has ended, and no event of these kinds follows. */
  isComplete: boolean;
}

/** Events of these kinds after `afterId`, oldest first; the end of the delivery is told from the same snapshot. */
export async function readEventsAfter(
  db: Queryable,
  deliveryId: string,
  afterId: number,
  kinds: readonly CustomerEventKind[],
  limit: number,
): Promise<EventPage> {
  const { rows } = await db.query<{ hasEnded: boolean } & (StoredEvent | { id: null })>(
    `SELECT d.ended_at IS NOT NULL AS "hasEnded", e.id, e.kind, e.data, e.occurred_at AS "occurredAt"
     FROM deliveries d LEFT JOIN LATERAL (
       SELECT * FROM delivery_events WHERE delivery_id = d.id AND id > $2 AND kind = ANY($3) ORDER BY id LIMIT $4
     ) e ON true
     WHERE d.id = $1 ORDER BY e.id`,
    [deliveryId, afterId, kinds, limit],
  );
  const events = rows.filter((row): row is { hasEnded: boolean } & StoredEvent => row.id !== null);
  return { events, isComplete: (rows[0]?.hasEnded ?? true) && events.length < limit };
}
