import type { ImportedItem } from '#domain/catalog/mapRow';
import type { Queryable } from '../pool';

/** A row of a merchant's file that became an item, with the line on which it starts. */
export interface StagedItem {
  line: number;
  item: ImportedItem;
}

/** How the staged items compare with the catalog, in rows of the file. */
export interface CatalogChanges {
  imported: number;
  updated: number;
  unchanged: number;
}

/**
 * Puts imports of a program in a line, each after the other; false when no such program is published. It does not
 * stand in the way of sign-ups, whose foreign keys only need the row to stay.
 */
export async function lockProgramCatalog(tx: Queryable, programId: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM programs WHERE id = $1 FOR NO KEY UPDATE', [programId]);
  return rowCount === 1;
}

/** For this transaction: a large file takes longer to apply, or to wait for, than any statement of the read model may. */
export async function allowLongStatements(tx: Queryable): Promise<void> {
  await tx.query("SET LOCAL statement_timeout = '10min'");
}

/**
 * Where the rows of one import gather, so that the catalog itself is only locked for the moment of the change.
 * `isSample` marks all of them as Everbox's own samples.
 */
export async function createStaging(tx: Queryable, isSample: boolean): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE staged_items (
       sku text PRIMARY KEY, line integer NOT NULL, title text NOT NULL, category_path text[] NOT NULL, brand text,
       price_cents integer NOT NULL, rating real, review_count integer NOT NULL, awards text[] NOT NULL,
       age_min_years integer, age_max_years integer, on_hand integer NOT NULL, style_id text, size text,
       is_sample boolean NOT NULL DEFAULT ${isSample}
     ) ON COMMIT DROP`,
  );
}

/** Adds items whose SKUs differ from each other; answers those whose SKU an earlier batch had, with that row's line. */
export async function stageItems(tx: Queryable, items: StagedItem[]): Promise<Map<string, number>> {
  const column = <K extends keyof ImportedItem>(key: K): ImportedItem[K][] => items.map(({ item }) => item[key]);
  // Arrays of unlike lengths cannot be an array of arrays in Postgres: category paths and awards travel as JSON.
  const json = (lists: string[][]): string[] => lists.map((list) => JSON.stringify(list));
  const { rows } = await tx.query<{ sku: string }>(
    `INSERT INTO staged_items
     SELECT sku, line, title, ARRAY(SELECT jsonb_array_elements_text(category_path)), brand, price_cents, rating,
       review_count, ARRAY(SELECT jsonb_array_elements_text(awards)), age_min_years, age_max_years, on_hand,
       style_id, size
     FROM unnest($1::text[], $2::integer[], $3::text[], $4::jsonb[], $5::text[], $6::integer[], $7::real[],
         $8::integer[], $9::jsonb[], $10::integer[], $11::integer[], $12::integer[], $13::text[], $14::text[])
       AS row (sku, line, title, category_path, brand, price_cents, rating, review_count, awards, age_min_years,
         age_max_years, on_hand, style_id, size)
     ON CONFLICT DO NOTHING RETURNING sku`,
    [
      column('sku'),
      items.map(({ line }) => line),
      column('title'),
      json(column('categoryPath')),
      column('brand'),
      column('priceCents'),
      column('rating'),
      column('reviewCount'),
      json(column('awards')),
      column('ageMinYears'),
      column('ageMaxYears'),
      column('onHand'),
      column('styleId'),
      column('size'),
    ],
  );
  const staged = new Set(rows.map(({ sku }) => sku));
  const repeated = column('sku').filter((sku) => !staged.has(sku));
  return repeated.length === 0 ? new Map() : linesOf(tx, repeated);
}

async function linesOf(tx: Queryable, skus: string[]): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ sku: string; line: number }>(
    'SELECT sku, line FROM staged_items WHERE sku = ANY($1)',
    [skus],
  );
  return new Map(rows.map(({ sku, line }) => [sku, line]));
}

const columns = `title, category_path, brand, price_cents, rating, review_count, awards, age_min_years, age_max_years,
  style_id, size`;
/** The columns of an item that a file states, as one comparable row of `table`. */
const statedBy = (table: string): string =>
  `(${columns.replaceAll(/\b([a-z_]+)/g, `${table}.$1`)}, ${table}.is_sample)`;

/** Item columns that a file may lack; the catalog then keeps what it knows. */
export type OptionalColumn = 'awards' | 'age_min_years' | 'age_max_years';

/** Copies what the catalog knows already into staged columns that the file does not have. */
export async function keepKnown(tx: Queryable, programId: string, absent: OptionalColumn[]): Promise<void> {
  for (const column of absent) {
    await tx.query(
      `UPDATE staged_items n SET ${column} = i.${column} FROM items i WHERE i.program_id = $1 AND i.sku = n.sku`,
      [programId],
    );
  }
}

/**
 * Makes the catalog say what the staged rows say. Items that are as stated are not touched. Stock is set only where
 * the file says something else than it did the last time, so that an import repeated after sales does not undo them,
 * and never below what is promised already. Items that the file does not name stay as they are.
 */
export async function applyStagedItems(tx: Queryable, programId: string): Promise<CatalogChanges> {
  // Autovacuum never sees a temporary table; without statistics a large file is joined row by row.
  await tx.query('ANALYZE staged_items');
  const { rows } = await tx.query<CatalogChanges>(
    `SELECT count(*) FILTER (WHERE i.sku IS NULL) AS imported,
       count(*) FILTER (WHERE i.sku IS NOT NULL AND is_changed) AS updated,
       count(*) FILTER (WHERE i.sku IS NOT NULL AND NOT is_changed) AS unchanged
     FROM staged_items n
     LEFT JOIN items i ON i.program_id = $1 AND i.sku = n.sku
     LEFT JOIN stock s ON s.program_id = $1 AND s.sku = n.sku,
     LATERAL (SELECT ${statedBy('i')} IS DISTINCT FROM ${statedBy('n')}
       OR s.imported_on_hand IS DISTINCT FROM n.on_hand AS is_changed) AS comparison`,
    [programId],
  );
  await tx.query(
    `INSERT INTO items AS i (program_id, sku, ${columns}, is_sample)
     SELECT $1, sku, ${columns}, is_sample FROM staged_items
     ON CONFLICT (program_id, sku) DO UPDATE SET (${columns}, is_sample) = ${statedBy('excluded')}, updated_at = now()
       WHERE ${statedBy('i')} IS DISTINCT FROM ${statedBy('excluded')}`,
    [programId],
  );
  await tx.query(
    `UPDATE stock s SET on_hand = greatest(n.on_hand, s.reserved), imported_on_hand = n.on_hand
     FROM staged_items n
     WHERE s.program_id = $1 AND s.sku = n.sku AND s.imported_on_hand IS DISTINCT FROM n.on_hand`,
    [programId],
  );
  await tx.query(
    `INSERT INTO stock (program_id, sku, on_hand, imported_on_hand)
     SELECT $1, sku, on_hand, on_hand FROM staged_items ON CONFLICT DO NOTHING`,
    [programId],
  );
  return rows[0]!;
}

/** Number of items of a program, samples included. */
export async function countItems(db: Queryable, programId: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>('SELECT count(*) FROM items WHERE program_id = $1', [programId]);
  return rows[0]!.count;
}
