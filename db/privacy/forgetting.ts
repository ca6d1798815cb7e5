import type { Queryable } from '../pool';
import { forgetCaches } from './erasure';
import { forgetKeptWords } from './keptWords';
import { forgetTaste } from '../search/taste';

interface ForgottenItem {
  customerId: string;
  programId: string;
  sku: string;
}

/**
 * Forgets everything that a customer did with one item, as if they had never seen it. That it was sent stays: it is
 * not sent again. Returns how many events, ratings and cycles told of it.
 */
export async function forgetItem(tx: Queryable, { customerId, programId, sku }: ForgottenItem): Promise<number> {
  const of = [customerId, programId, sku];
  const events = await tx.query(
    `DELETE FROM events WHERE program_id = $2 AND customer_id = $1 AND (sku = $3 OR data ->> 'to' = $3)`,
    of,
  );
  const ratings = await tx.query<{ id: string }>(
    'DELETE FROM ratings WHERE customer_id = $1 AND program_id = $2 AND sku = $3 RETURNING shipment_id AS id',
    of,
  );
  const returns = await tx.query<{ id: string }>(
    `UPDATE returns SET comment = NULL WHERE customer_id = $1 AND program_id = $2 AND sku = $3 AND comment IS NOT NULL
     RETURNING shipment_id AS id`,
    of,
  );
  // That it was asked stays, so that it is not asked again.
  await tx.query(
    `UPDATE surveys SET answers = '{}' WHERE customer_id = $1 AND program_id = $2 AND sku = $3 AND answers IS NOT NULL`,
    of,
  );
  const cycles = await tx.query(
    `UPDATE cycles c SET swapped_away = array_remove(c.swapped_away, $3), forgotten_skus = c.forgotten_skus || $3::text
     FROM subscriptions u WHERE u.id = c.subscription_id AND u.customer_id = $1 AND u.program_id = $2
       AND $3 <> ALL (c.forgotten_skus) AND ($3 = ANY (c.swapped_away) OR c.skipped AND c.sku = $3)`,
    of,
  );
  await forgetKeptWords(
    tx,
    [...ratings.rows, ...returns.rows].map(({ id }) => id),
  );
  await forgetTaste(tx, { customerId, programId });
  await forgetRankings(tx, customerId);
  return (events.rowCount ?? 0) + (ratings.rowCount ?? 0) + (cycles.rowCount ?? 0);
}

/** What was worked out ahead for this customer, from what is not to be used any more; every process lets go of it. */
export async function forgetRankings(tx: Queryable, customerId: string): Promise<void> {
  await tx.query('DELETE FROM precomputed_rankings WHERE customer_id = $1', [customerId]);
  await tx.query('DELETE FROM search_answers WHERE customer_id = $1', [customerId]);
  await forgetCaches(tx, customerId);
}
