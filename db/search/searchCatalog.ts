import type { SearchDocument } from '#domain/search/types';
import type { Queryable } from '../pool';

/** A document of an item `i` with its stock `s` (none: nothing in stock), of a program `p`. Samples make way for a merchant's own items. */
const documents = `
  SELECT i.program_id || '/' || i.sku AS key, i.program_id AS "programId", i.sku, i.title, i.brand,
    i.category_path AS "categoryPath", i.price_cents AS "priceCents", p.config ->> 'currency' AS currency, i.rating,
    i.review_count AS "reviewCount", i.awards, i.age_min_years AS "ageMinYears", i.age_max_years AS "ageMaxYears",
    coalesce(s.on_hand > s.reserved, false) AS "inStock", i.size, i.style_id AS "styleId",
    floor(extract(epoch FROM i.added_at) * 1000)::float8 AS "addedAtMs"
  FROM items i JOIN programs p ON p.id = i.program_id LEFT JOIN stock s USING (program_id, sku)
  WHERE i.program_id = $1
    AND NOT (i.is_sample AND EXISTS (SELECT FROM items own WHERE own.program_id = $1 AND NOT own.is_sample))`;

/** Of one read: a tenth of a second or so, however large the catalog is. */
const pageSize = 2_000;

/** Every item of a program, in pages, by SKU. What changes meanwhile is told by `readSearchChanges`. */
export async function* streamSearchDocuments(db: Queryable, programId: string): AsyncGenerator<SearchDocument[]> {
  for (let after = ''; ;) {
    const { rows } = await db.query<SearchDocument>(`${documents} AND i.sku > $2 ORDER BY i.sku LIMIT $3`, [
      programId,
      after,
      pageSize,
    ]);
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < pageSize) return;
    after = last.sku;
  }
}

/** Those of these items that are there, as they are now. */
export async function readSearchDocuments(
  db: Queryable,
  programId: string,
  skus: readonly string[],
): Promise<SearchDocument[]> {
  const { rows } = await db.query<SearchDocument>(`${documents} AND i.sku = ANY($2)`, [programId, skus]);
  return rows;
}

/** What to look at again: an item, or (null) the program. */
export interface SearchChange {
  id: number;
  sku: string | null;
  /** As text: 64 bits. */
  tx: string;
}

export interface SearchChanges {
  /** Every transaction below it has ended: all of their changes were in this read, or in one before it. */
  mark: string;
  /** Does the program have items of its own, beside Everbox's samples? */
  hasOwnItems: boolean;
  changes: SearchChange[];
}

/** Changes of transactions from `sinceTx` on, as far as they have committed. One statement, so that all of it is of one moment. */
export async function readSearchChanges(db: Queryable, programId: string, sinceTx: string): Promise<SearchChanges> {
  const { rows } = await db.query<SearchChanges>({
    name: 'read-search-changes', // planned once per connection: it is asked often and mostly finds nothing
    text: `
      SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS mark,
        EXISTS (SELECT FROM items WHERE program_id = $1 AND NOT is_sample) AS "hasOwnItems",
        coalesce((SELECT json_agg(json_build_object('id', id, 'sku', sku, 'tx', tx::text))
          FROM search_changes WHERE program_id = $1 AND tx >= $2::text::xid8), '[]') AS changes`,
    values: [programId, sinceTx],
  });
  return rows[0]!;
}

/** Forgets changes from before yesterday; returns how many. Repeats find nothing. */
export async function dropOldSearchChanges(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(`DELETE FROM search_changes WHERE changed_at < now() - interval '1 day'`);
  return rowCount ?? 0;
}
