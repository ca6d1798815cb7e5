import { Client, Connection } from '@temporalio/client';
import { namespaceIdOf } from '#api/http/readiness';
import { createPool } from '#db/pool';
import { apartOf, readStorage, rememberStorage, whyApart } from '#db/recovery/storageIdentity';

/**
 * Records that this Postgres and this namespace are written together, the first time. Returns what is apart since, in a
 * sentence; null: nothing is.
 */
export async function rememberTogether(
  databaseUrl: string,
  { address, namespace }: { address: string; namespace: string },
): Promise<string | null> {
  const db = createPool(databaseUrl, 1);
  const connection = await Connection.connect({ address });
  try {
    const namespaceId = await namespaceIdOf(new Client({ connection, namespace }));
    await rememberStorage(db, namespaceId);
    return whyApart(apartOf(await readStorage(db), namespaceId));
  } finally {
    await connection.close();
    await db.end();
  }
}
