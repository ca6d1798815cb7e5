import type { Zone } from '../../domain/geography/types';
import type { Queryable } from '../pool';

/** Publishes a zone; true when that changed what was published before. */
export async function publishZone(db: Queryable, zone: Zone): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO zones (id, config) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET config = excluded.config, published_at = now()
       WHERE zones.config IS DISTINCT FROM excluded.config`,
    [zone.id, JSON.stringify(zone)],
  );
  return rowCount === 1;
}

/** The zone as published last; null when there is none of that ID. */
export async function readZone(db: Queryable, id: string): Promise<Zone | null> {
  const { rows } = await db.query<{ config: Zone }>('SELECT config FROM zones WHERE id = $1', [id]);
  return rows[0]?.config ?? null;
}

/** All published zones, by ID. */
export async function listZones(db: Queryable): Promise<Zone[]> {
  const { rows } = await db.query<{ config: Zone }>('SELECT config FROM zones ORDER BY id');
  return rows.map(({ config }) => config);
}
