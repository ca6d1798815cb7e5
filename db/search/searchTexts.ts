import type { Queryable } from '../pool';

export interface TextCount {
  programId: string;
  text: string;
  searches: number;
}

/** Adds to the counts of today (UTC). In one order, so that two processes never wait for each other in a circle. */
export async function addSearchTexts(db: Queryable, counts: readonly TextCount[]): Promise<void> {
  if (counts.length === 0) return;
  await db.query(
    `INSERT INTO search_texts (program_id, day, text, searches)
     SELECT program_id, (now() AT TIME ZONE 'UTC')::date, text, searches
     FROM unnest($1::text[], $2::text[], $3::integer[]) AS c (program_id, text, searches) ORDER BY program_id, text
     ON CONFLICT (program_id, day, text) DO UPDATE SET searches = search_texts.searches + excluded.searches`,
    [counts.map(({ programId }) => programId), counts.map(({ text }) => text), counts.map(({ searches }) => searches)],
  );
}

/** The texts that were searched for most often in the last week, most frequent first. */
export async function listFrequentTexts(db: Queryable, programId: string, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ text: string }>(
    `SELECT text FROM search_texts WHERE program_id = $1 AND day > (now() AT TIME ZONE 'UTC')::date - 7
     GROUP BY text ORDER BY sum(searches) DESC, text LIMIT $2`,
    [programId, limit],
  );
  return rows.map(({ text }) => text);
}

/** Forgets counts from before a month ago; returns how many rows. */
export async function dropOldSearchTexts(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(`DELETE FROM search_texts WHERE day < (now() AT TIME ZONE 'UTC')::date - 30`);
  return rowCount ?? 0;
}
