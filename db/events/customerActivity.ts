import type { Queryable } from '../pool';

/**
 * Says that these customers did what counts in their next pick: a ranking made before is not used any more. The same as
 * `touch_customer` for each, in one round trip. Let it be the last that a transaction locks; within it the order of IDs
 * keeps two transactions from waiting for each other.
 */
export async function touchCustomers(tx: Queryable, customerIds: readonly string[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.query(
    `WITH touched AS (
       INSERT INTO customer_activity (customer_id) SELECT DISTINCT id FROM unnest($1::text[]) AS id ORDER BY id
       ON CONFLICT (customer_id) DO UPDATE SET revision = customer_activity.revision + 1
       RETURNING customer_id
     )
     SELECT count(pg_notify('selection', 'customer:' || customer_id)) FROM touched`,
    [customerIds],
  );
}
