import type { CatalogItem, SelectionHistory } from '../../domain/selection/types';
import type { Queryable } from '../pool';

/** Every item of a program, with the units that can be promised now. Samples make way for a merchant's own items. */
export async function readCatalog(db: Queryable, programId: string): Promise<CatalogItem[]> {
  const { rows } = await db.query<CatalogItem>(
    `SELECT sku, title, category_path AS "categoryPath", brand, price_cents AS "priceCents", rating,
       review_count AS "reviewCount", awards, age_min_years AS "ageMinYears", age_max_years AS "ageMaxYears",
       on_hand - reserved AS available
     FROM items JOIN stock USING (program_id, sku)
     WHERE program_id = $1
       AND NOT (is_sample AND EXISTS (SELECT FROM items own WHERE own.program_id = $1 AND NOT own.is_sample))
     ORDER BY sku`,
    [programId],
  );
  return rows;
}

/** What of these can still be promised: the catalog that a worker holds may be some seconds old. */
export async function readAvailable(db: Queryable, programId: string, skus: string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT sku FROM stock WHERE program_id = $1 AND sku = ANY($2) AND on_hand > reserved',
    [programId, skus],
  );
  return new Set(rows.map((row) => row.sku));
}

/** What the customer's cycles of this program say, from all of their subscriptions to it. */
export async function readHistory(db: Queryable, customerId: string, programId: string): Promise<SelectionHistory> {
  const { rows } = await db.query<{
    status: string;
    sku: string | null;
    swapped_away: string[];
    shipped: string | null;
  }>(
    `SELECT c.status, c.sku, c.swapped_away, s.sku AS shipped
     FROM cycles c JOIN subscriptions u ON u.id = c.subscription_id
     LEFT JOIN shipments s ON s.subscription_id = c.subscription_id AND s.cycle = c.number AND s.phase <> 'abandoned'
     WHERE u.customer_id = $1 AND u.program_id = $2
     ORDER BY c.opened_at`,
    [customerId, programId],
  );
  const sent = rows.flatMap((row) => (row.status === 'shipped' ? [row.shipped ?? row.sku] : []));
  return {
    sentSkus: sent.filter((sku) => sku !== null),
    refusedSkus: rows.flatMap((row) => row.swapped_away),
    skippedSkus: rows.flatMap((row) => (row.status === 'skipped' && row.sku ? [row.sku] : [])),
  };
}
