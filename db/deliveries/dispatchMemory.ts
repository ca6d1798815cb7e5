import type { Queryable } from '../pool';

/** The dispatcher's tentative plan after its last batch of a zone; null before the first. A hint: it may be lost. */
export async function readDispatchMemory<T>(db: Queryable, zoneId: string): Promise<T | null> {
  const { rows } = await db.query<{ memory: T | null }>('SELECT dispatch_memory AS memory FROM zones WHERE id = $1', [
    zoneId,
  ]);
  return rows[0]?.memory ?? null;
}

export async function storeDispatchMemory(tx: Queryable, zoneId: string, memory: unknown): Promise<void> {
  await tx.query('UPDATE zones SET dispatch_memory = $2 WHERE id = $1', [zoneId, JSON.stringify(memory)]);
}
