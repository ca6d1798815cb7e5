import type { Pool } from 'pg';
import { z } from 'zod';
import { unitsAtStation, zoneCapacityAt } from '#facade/testData/curves';

const placeId = z.string().min(1).max(100);
const count = z.int().min(0).max(1_000_000);
/** One value per place: which of two would count? */
const onePer = 'each may be named once';
const distinct = <T>(items: T[], keyOf: (item: T) => string): boolean =>
  new Set(items.map(keyOf)).size === items.length;

export const stationStockSettings = z
  .array(
    z.strictObject({
      stationId: placeId.meta({ description: 'Of a zone’s file', example: 'leeds-kirkgate' }),
      sku: placeId.meta({ description: 'Of an item', example: 'TOY-0106' }),
      available: count.meta({ description: 'What the station says that it has', unit: 'pieces', example: 3 }),
    }),
  )
  .max(10_000)
  .refine((stocks) => distinct(stocks, ({ stationId, sku }) => JSON.stringify([stationId, sku])), onePer);
export type StationStockSetting = z.infer<typeof stationStockSettings>[number];

export const zoneCapacitySettings = z
  .array(
    z.strictObject({
      zoneId: placeId.meta({ description: 'Of a zone’s file', example: 'leeds' }),
      couriersOnShift: count.meta({ description: 'What the partner says of couriers', unit: 'couriers', example: 12 }),
      openOffers: count.meta({ description: 'Orders that wait for one of them', unit: 'orders', example: 0 }),
    }),
  )
  .max(10_000)
  .refine((capacities) => distinct(capacities, ({ zoneId }) => zoneId), onePer);
export type ZoneCapacitySetting = z.infer<typeof zoneCapacitySettings>[number];

/** Stores what is given, all or nothing; what is not named stays as it is. */
export async function setStationStock(pool: Pool, stocks: StationStockSetting[]): Promise<void> {
  await pool.query(
    `INSERT INTO simulator.station_stock (station_id, sku, available)
     SELECT * FROM unnest($1::text[], $2::text[], $3::integer[])
     ON CONFLICT (station_id, sku) DO UPDATE SET available = excluded.available`,
    [stocks.map(({ stationId }) => stationId), stocks.map(({ sku }) => sku), stocks.map(({ available }) => available)],
  );
}

export async function setZoneCapacity(pool: Pool, capacities: ZoneCapacitySetting[]): Promise<void> {
  await pool.query(
    `INSERT INTO simulator.zone_capacity (zone_id, couriers_on_shift, open_offers)
     SELECT * FROM unnest($1::text[], $2::integer[], $3::integer[])
     ON CONFLICT (zone_id) DO UPDATE
     SET couriers_on_shift = excluded.couriers_on_shift, open_offers = excluded.open_offers`,
    [
      capacities.map(({ zoneId }) => zoneId),
      capacities.map(({ couriersOnShift }) => couriersOnShift),
      capacities.map(({ openOffers }) => openOffers),
    ],
  );
}

/** Units of one item at each station: as set, or as the curve has it. */
export async function readStationStock(
  pool: Pool,
  stationIds: string[],
  sku: string,
  atMs: number,
): Promise<StationStockSetting[]> {
  const { rows } = await pool.query<{ station_id: string; available: number }>(
    'SELECT station_id, available FROM simulator.station_stock WHERE sku = $1 AND station_id = ANY ($2)',
    [sku, stationIds],
  );
  const set = new Map(rows.map(({ station_id: stationId, available }) => [stationId, available]));
  return stationIds.map((stationId) => ({
    stationId,
    sku,
    available: set.get(stationId) ?? unitsAtStation(stationId, sku, atMs),
  }));
}

export async function readZoneCapacity(pool: Pool, zoneId: string, atMs: number): Promise<ZoneCapacitySetting> {
  const { rows } = await pool.query<{ couriersOnShift: number; openOffers: number }>(
    `SELECT couriers_on_shift AS "couriersOnShift", open_offers AS "openOffers"
     FROM simulator.zone_capacity WHERE zone_id = $1`,
    [zoneId],
  );
  return { zoneId, ...(rows[0] ?? zoneCapacityAt(zoneId, atMs)) };
}
