import type { DeliveryFacts, DeliveryPhase } from '#domain/delivery/types';
import type { Queryable } from '../pool';

interface Row {
  id: string;
  phase: DeliveryPhase;
  packedAt: Date | null;
  pickedUpAt: Date | null;
  endedAt: Date | null;
  revision: number;
}

const msOf = (at: Date | null): number | null => at?.getTime() ?? null;

/**
 * What the rows say, by delivery. Call it with them locked: then the revision stands for exactly these facts, since
 * events are recorded under the same lock.
 */
export async function readDeliveryFacts(tx: Queryable, ids: readonly string[]): Promise<Map<string, DeliveryFacts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<Row>(
    `SELECT id, phase, packed_at AS "packedAt", picked_up_at AS "pickedUpAt", ended_at AS "endedAt",
       (SELECT coalesce(max(e.id), 0) FROM delivery_events e WHERE e.delivery_id = d.id) AS revision
     FROM deliveries d WHERE id = ANY($1)`,
    [ids],
  );
  return new Map(
    rows.map(({ id, phase, packedAt, pickedUpAt, endedAt, revision }) => [
      id,
      { revision, phase, packedAtMs: msOf(packedAt), pickedUpAtMs: msOf(pickedUpAt), endedAtMs: msOf(endedAt) },
    ]),
  );
}
