import type { StationCount } from '#domain/catalog/countRow';
import type { Queryable } from '../pool';

/** Of these items, those that their program has, as `program SKU`. */
export async function knownItems(db: Queryable, items: readonly { programId: string; sku: string }[]) {
  const { rows } = await db.query<{ key: string }>(
    `SELECT program_id || ' ' || sku AS key FROM items
     JOIN unnest($1::text[], $2::text[]) AS asked (program_id, sku) USING (program_id, sku)`,
    [items.map(({ programId }) => programId), items.map(({ sku }) => sku)],
  );
  return new Set(rows.map(({ key }) => key));
}

export interface CountChanges {
  imported: number;
  updated: number;
  /** Of both: counts below what is reserved, which stand at that instead. */
  raisedToReserved: number;
}

/**
 * Makes stations have what was counted. Only where the file says something else than the last one did, so that a file
 * imported again after sales does not undo them; and never less than what is reserved.
 */
export async function setCounts(tx: Queryable, counts: readonly StationCount[]): Promise<CountChanges> {
  const { rows } = await tx.query<CountChanges>(
    `WITH given AS (
       SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[]) AS n (station_id, program_id, sku, units)
       ORDER BY 1, 2, 3
     ), changed AS (
       INSERT INTO station_stock AS s (station_id, program_id, sku, on_hand, imported_on_hand)
       SELECT station_id, program_id, sku, units, units FROM given
       ON CONFLICT (station_id, program_id, sku) DO UPDATE
         SET on_hand = greatest(excluded.imported_on_hand, s.reserved), imported_on_hand = excluded.imported_on_hand
         WHERE s.imported_on_hand IS DISTINCT FROM excluded.imported_on_hand
       RETURNING xmax = 0 AS is_new, on_hand > imported_on_hand AS is_raised
     )
     SELECT count(*) FILTER (WHERE is_new)::integer AS imported, count(*) FILTER (WHERE NOT is_new)::integer AS updated,
       count(*) FILTER (WHERE is_raised)::integer AS "raisedToReserved" FROM changed`,
    [
      counts.map(({ stationId }) => stationId),
      counts.map(({ programId }) => programId),
      counts.map(({ sku }) => sku),
      counts.map(({ units }) => units),
    ],
  );
  return rows[0]!;
}

/**
 * Tops one station up to `units` that an order could take, of each of these items, from what is free in the central
 * warehouse; answers how many units went. One statement: what the one shelf loses the other one gains.
 */
export async function topUp(
  tx: Queryable,
  stationId: string,
  programId: string,
  skus: readonly string[],
  units: number,
): Promise<number> {
  const { rows } = await tx.query<{ moved: number }>(
    `WITH wanted AS (
       SELECT c.sku, least($4 - coalesce(s.on_hand - s.reserved, 0), c.on_hand - c.reserved) AS units
       FROM stock c LEFT JOIN station_stock s ON s.station_id = $1 AND s.program_id = $2 AND s.sku = c.sku
       WHERE c.program_id = $2 AND c.sku = ANY($3)
     ), taken AS (
       UPDATE stock c SET on_hand = c.on_hand - w.units FROM wanted w
       WHERE c.program_id = $2 AND c.sku = w.sku AND w.units > 0 AND c.on_hand - c.reserved >= w.units
       RETURNING c.sku, w.units
     ), given AS (
       INSERT INTO station_stock AS s (station_id, program_id, sku, on_hand) SELECT $1, $2, sku, units FROM taken
       ON CONFLICT (station_id, program_id, sku) DO UPDATE SET on_hand = s.on_hand + excluded.on_hand
     )
     SELECT coalesce(sum(units), 0)::integer AS moved FROM taken`,
    [stationId, programId, skus, units],
  );
  return rows[0]!.moved;
}

/** Locks what the warehouse has of these items, in one order, until the transaction ends. */
export async function lockCentral(tx: Queryable, programId: string, skus: readonly string[]): Promise<void> {
  await tx.query('SELECT FROM stock WHERE program_id = $1 AND sku = ANY($2) ORDER BY sku FOR UPDATE', [
    programId,
    skus,
  ]);
}

/** All that stations have, by station and SKU: as their own count says it, which knows no programs. */
export async function readShelves(db: Queryable, stationIds: readonly string[]) {
  const { rows } = await db.query<{ stationId: string; sku: string; available: number }>(
    `SELECT station_id AS "stationId", sku, sum(on_hand)::integer AS available FROM station_stock
     WHERE station_id = ANY($1) GROUP BY 1, 2 ORDER BY 1, 2`,
    [stationIds],
  );
  return rows;
}

/** Items of a program that one of these stations has, or once had. */
export async function readShelved(
  db: Queryable,
  stationIds: readonly string[],
  programId: string,
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT DISTINCT sku FROM station_stock WHERE station_id = ANY($1) AND program_id = $2',
    [stationIds, programId],
  );
  return new Set(rows.map(({ sku }) => sku));
}
