import { rateEvent } from '../../domain/events/facts';
import type { Queryable } from '../pool';
import { readBusinessTime } from './businessTime';
import { recordEvents } from './events';
import { forgetKeptWords } from './keptWords';
import type { Rating } from './ratings';
import { readShipmentFacts } from './shipmentFacts';

/**
 * Puts another rating in the place of the one that a shipment has; null when it has none. The event that told of the old
 * one goes: it is wrong now, and must not be learned from.
 */
export async function changeRating(
  tx: Queryable,
  shipmentId: string,
  { stars, comment, wallMs }: { stars: number; comment: string | null; wallMs: number },
): Promise<Rating | null> {
  const { rows } = await tx.query<Rating>(
    `UPDATE ratings SET stars = $2, comment = $3 WHERE shipment_id = $1
     RETURNING stars, comment, created_at AS "createdAt"`,
    [shipmentId, stars, comment],
  );
  const [changed] = rows;
  if (!changed) return null;
  const facts = await readShipmentFacts(tx, shipmentId);
  const { customerId, programId, subscriptionId } = facts;
  const atMs = await readBusinessTime(tx, subscriptionId, wallMs);
  const event = rateEvent(facts, stars, atMs);
  await tx.query('DELETE FROM events WHERE program_id = $1 AND customer_id = $2 AND id = $3', [
    programId,
    customerId,
    event.id,
  ]);
  await recordEvents(tx, [event]);
  await forgetKeptWords(tx, [shipmentId]);
  return changed;
}
