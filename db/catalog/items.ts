import type { Queryable } from '../pool';

export interface OfferedItem {
  sku: string;
  title: string;
  priceCents: number;
}

/** An item that a program offers now, whether or not it is in stock. Samples make way for a merchant's own items. */
export async function readOfferedItem(db: Queryable, programId: string, sku: string): Promise<OfferedItem | null> {
  const { rows } = await db.query<OfferedItem>(
    `SELECT sku, title, price_cents AS "priceCents" FROM items
     WHERE program_id = $1 AND sku = $2
       AND NOT (is_sample AND EXISTS (SELECT FROM items own WHERE own.program_id = $1 AND NOT own.is_sample))`,
    [programId, sku],
  );
  return rows[0] ?? null;
}
