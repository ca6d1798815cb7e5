import { rateEvent } from '#domain/events/facts';
import type { Queryable } from '../pool';
import { readBusinessTime } from '../subscriptions/businessTime';
import { recordEvents } from '../events/events';
import { forgetKeptWords } from '../privacy/keptWords';
import type { Rating } from './ratings';
import { readShipmentFacts } from '../shipments/shipmentFacts';

/** What is left out stays as it is; a comment that is null is taken back. */
export interface RatingChange {
  stars?: number | undefined;
  comment?: string | null | undefined;
}

/**
 * Corrects the rating that a shipment has; null when it has none. The event that told of the old one goes: it is wrong
 * now, and must not be learned from.
 */
export async function changeRating(
  tx: Queryable,
  shipmentId: string,
  change: RatingChange,
  wallMs: number,
): Promise<Rating | null> {
  const { rows } = await tx.query<Rating>(
    `UPDATE ratings SET stars = coalesce($2, stars), comment = CASE WHEN $3 THEN $4 ELSE comment END
     WHERE shipment_id = $1 RETURNING stars, comment, created_at AS "createdAt"`,
    [shipmentId, change.stars ?? null, change.comment !== undefined, change.comment ?? null],
  );
  const [changed] = rows;
  if (!changed) return null;
  const facts = await readShipmentFacts(tx, shipmentId);
  const { customerId, programId, subscriptionId } = facts;
  const atMs = await readBusinessTime(tx, subscriptionId, wallMs);
  const event = rateEvent(facts, changed.stars, atMs);
  await tx.query('DELETE FROM events WHERE program_id = $1 AND customer_id = $2 AND id = $3', [
    programId,
    customerId,
    event.id,
  ]);
  await recordEvents(tx, [event]);
  await forgetKeptWords(tx, [shipmentId]);
  return changed;
}
