import type { Queryable } from '../pool';

/** Tables of what files of the checkout describe, one document each. */
type Table = 'programs' | 'zones';

/** Publishes a document; true when that changed what was published before. */
export async function publish(db: Queryable, table: Table, document: { id: string }): Promise<boolean> {
  const { rowCount } = await db.query(
    `INSERT INTO ${table} (id, config) VALUES ($1, $2)
     ON CONFLICT (id) DO UPDATE SET config = excluded.config, published_at = now()
       WHERE ${table}.config IS DISTINCT FROM excluded.config`,
    [document.id, JSON.stringify(document)],
  );
  return rowCount === 1;
}

/** The document as published last; null when there is none of that ID. */
export async function readPublished<T>(db: Queryable, table: Table, id: string): Promise<T | null> {
  const { rows } = await db.query<{ config: T }>(`SELECT config FROM ${table} WHERE id = $1`, [id]);
  return rows[0]?.config ?? null;
}

/** All that are published, by ID. */
export async function listPublished<T>(db: Queryable, table: Table): Promise<T[]> {
  const { rows } = await db.query<{ config: T }>(`SELECT config FROM ${table} ORDER BY id`);
  return rows.map(({ config }) => config);
}
