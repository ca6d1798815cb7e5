import type { KnownPlace } from '#domain/delivery/location';
import type { Queryable } from '../pool';
import { lockDeliveries, recordOfEach } from '../deliveries/deliveryEvents';

/** Phones report every few seconds; a map that moves this often is live, and the table grows by a bounded rate. */
const betweenPlacesMs = 10_000;

/** Records where deliveries are that are on their way: at most one place each in ten seconds. */
export async function recordLocated(tx: Queryable, deliveryIds: readonly string[], known: KnownPlace): Promise<void> {
  if (deliveryIds.length === 0) return;
  await lockDeliveries(tx, deliveryIds);
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM deliveries d WHERE id = ANY($1) AND phase = 'onTheWay' AND NOT EXISTS (
       SELECT 1 FROM delivery_events e WHERE e.delivery_id = d.id AND e.kind = 'located' AND e.occurred_at > $2)`,
    [deliveryIds, new Date(known.atMs - betweenPlacesMs)],
  );
  const ids = rows.map(({ id }) => id);
  await recordOfEach(tx, ids, { kind: 'located', atMs: known.atMs, data: { place: known.place } });
}
