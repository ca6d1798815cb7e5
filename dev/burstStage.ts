import type { Queryable } from '#db/pool';

/** The first items of a program by SKU: what there is to order. */
export async function firstItems(db: Queryable, programId: string, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ sku: string }>(
    'SELECT sku FROM items WHERE program_id = $1 ORDER BY sku LIMIT $2',
    [programId, limit],
  );
  return rows.map(({ sku }) => sku);
}

/** Sees to it that each station has `units` of each item to give. */
export async function stockStations(
  db: Queryable,
  stationIds: readonly string[],
  programId: string,
  skus: readonly string[],
  units: number,
): Promise<void> {
  await db.query(
    `INSERT INTO station_stock AS s (station_id, program_id, sku, on_hand)
     SELECT station_id, $2, sku, $4 FROM unnest($1::text[]) AS station_id, unnest($3::text[]) AS sku
     ON CONFLICT (station_id, program_id, sku) DO UPDATE SET on_hand = s.reserved + excluded.on_hand`,
    [stationIds, programId, skus, units],
  );
}

/** Takes a zone from the published ones, and its windows with it, unless something is under way in it. */
export async function withdrawZone(db: Queryable, zoneId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `WITH gone AS (
       DELETE FROM zones WHERE id = $1
         AND NOT EXISTS (SELECT FROM deliveries WHERE zone_id = $1 AND ended_at IS NULL) RETURNING id
     ), freed AS (DELETE FROM promise_windows USING gone WHERE zone_id = gone.id)
     SELECT id FROM gone`,
    [zoneId],
  );
  return rowCount === 1;
}
