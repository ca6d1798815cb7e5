import type { Queryable } from '../pool';

/** Which two stores were written together, as Postgres recorded it, and which Postgres this is. */
export interface Storage {
  recorded: { namespaceId: string; databaseId: string } | null;
  databaseId: string;
}

/**
 * This database, as nothing but itself is called: a restore or a failover makes another timeline, a dump or a copy another
 * database or table. A disk that was set back to a snapshot has the same one: that only people know.
 */
const databaseId = `(SELECT system_identifier FROM pg_control_system())
  || '/' || (SELECT timeline_id FROM pg_control_checkpoint())
  || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
  || '/' || 'storage_identity'::regclass::oid`;

/** One short statement, so that readiness may ask it every second. */
export async function readStorage(db: Queryable): Promise<Storage> {
  const { rows } = await db.query<{ databaseId: string; recordedNamespace: string | null; recordedDatabase: string }>(
    `SELECT ${databaseId} AS "databaseId", s.namespace_id AS "recordedNamespace", s.database_id AS "recordedDatabase"
     FROM (SELECT) AS one LEFT JOIN storage_identity s ON true`,
  );
  const [row] = rows;
  if (!row) throw new Error('a SELECT without condition gave no row');
  const { recordedNamespace: namespaceId, recordedDatabase } = row;
  return {
    databaseId: row.databaseId,
    recorded: namespaceId === null ? null : { namespaceId, databaseId: recordedDatabase },
  };
}

/** Records the two that are written together from now on, unless they are recorded: only `recordStorage` changes that. */
export async function rememberStorage(db: Queryable, namespaceId: string): Promise<void> {
  await db.query(
    `INSERT INTO storage_identity (namespace_id, database_id) VALUES ($1, ${databaseId}) ON CONFLICT DO NOTHING`,
    [namespaceId],
  );
}

/** Records that rows and workflows have been brought together. */
export async function recordStorage(db: Queryable, namespaceId: string): Promise<void> {
  await db.query(
    `INSERT INTO storage_identity (namespace_id, database_id) VALUES ($1, ${databaseId})
     ON CONFLICT (only_one) DO UPDATE SET namespace_id = excluded.namespace_id, database_id = excluded.database_id,
       recorded_at = now()`,
    [namespaceId],
  );
}

/** What is apart; both may be. */
export interface Apart {
  /** Temporal is not the one that these rows were written with. */
  namespaceIsNew: boolean;
  /** Postgres was restored, copied or failed over since. */
  databaseIsNew: boolean;
}

export function apartOf({ recorded, databaseId: present }: Storage, namespaceId: string): Apart {
  return {
    namespaceIsNew: recorded !== null && recorded.namespaceId !== namespaceId,
    databaseIsNew: recorded !== null && recorded.databaseId !== present,
  };
}

/** What is apart in sentences, with what to do; null: nothing is. */
export function whyApart({ namespaceIsNew, databaseIsNew }: Apart): string | null {
  const faults = [
    ...(namespaceIsNew
      ? ['Temporal has another namespace than the rows were written with: workflows are missing']
      : []),
    ...(databaseIsNew ? ['Postgres was restored, copied or failed over: rows may be older than their workflows'] : []),
  ];
  return faults.length === 0 ? null : `${faults.join('; ')}; run "everbox recover"`;
}
