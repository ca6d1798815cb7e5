import type { Queryable } from '../pool';

/** Units of an item that an order could take, by station. A station that never had the item is missing. */
export async function readStationStock(
  db: Queryable,
  stationIds: readonly string[],
  programId: string,
  sku: string,
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ stationId: string; available: number }>(
    `SELECT station_id AS "stationId", on_hand - reserved AS available FROM station_stock
     WHERE station_id = ANY($1) AND program_id = $2 AND sku = $3`,
    [stationIds, programId, sku],
  );
  return new Map(rows.map(({ stationId, available }) => [stationId, available]));
}

/**
 * Gives a station that has nothing of a program yet `units` of each of its sample items; answers how many items that
 * were. A station that has anything of the program, or once had, is left alone.
 */
export async function stockSamples(
  db: Queryable,
  stationId: string,
  programId: string,
  units: number,
): Promise<number> {
  const { rowCount } = await db.query(
    `INSERT INTO station_stock (station_id, program_id, sku, on_hand)
     SELECT $1, program_id, sku, $3 FROM items
     WHERE program_id = $2 AND is_sample
       AND NOT EXISTS (SELECT FROM station_stock WHERE station_id = $1 AND program_id = $2)
     ON CONFLICT DO NOTHING`,
    [stationId, programId, units],
  );
  return rowCount ?? 0;
}
