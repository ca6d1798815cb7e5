import type { Queryable } from '../pool';

/**
 * Forgets the kept first answers about these shipments and subscriptions that repeat what a customer wrote. A client that
 * sends such a request again after that is answered anew.
 */
export async function forgetKeptWords(tx: Queryable, things: readonly string[]): Promise<void> {
  if (things.length === 0) return;
  await tx.query(
    `DELETE FROM idempotency_keys
     WHERE scope ~ '/(ratings|returns) ' AND substring(scope FROM '"id":"([^"]*)"') = ANY ($1)`,
    [things],
  );
}
