import type { Program } from '#domain/program/types';
import type { SearchDocument } from '#domain/search/types';
import { suiter } from '#domain/selection/catalog';
import type { Queryable } from '../pool';
import { readProgram } from '../catalog/programs';
import { readSearchDocuments } from './searchCatalog';

/** A size in which a model comes. */
export interface Variant {
  sku: string;
  size: string | null;
  inStock: boolean;
}

/** An item that the program includes, as it is now; null when there is none. */
export async function readProduct(
  db: Queryable,
  programId: string,
  sku: string,
): Promise<{ document: SearchDocument; variants: Variant[] } | null> {
  const program = await readProgram(db, programId);
  const [document] = program ? await readSearchDocuments(db, programId, [sku]) : [];
  if (!program || !document || !suiter(program.selection)(document)) return null;
  const { styleId = null } = document;
  return { document, variants: styleId === null ? [] : await readVariants(db, program, styleId) };
}

/** Smallest first. */
async function readVariants(db: Queryable, { id, sizing }: Program, styleId: string): Promise<Variant[]> {
  const labels = sizing?.sizes.map(({ label }) => label) ?? [];
  const { rows } = await db.query<Variant>(
    `SELECT sku, size, coalesce(on_hand > reserved, false) AS "inStock"
     FROM items LEFT JOIN stock USING (program_id, sku)
     WHERE program_id = $1 AND style_id = $2 ORDER BY array_position($3::text[], size), sku`,
    [id, styleId, labels],
  );
  return rows;
}
