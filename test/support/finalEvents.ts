import type { Queryable } from '#db/pool';
import { waitFor } from './waitFor';

/**
 * Waits until every event that was written before is final, and answers the mark below which it is: transactions of other
 * test files, on the same server, hold the mark back as well.
 */
export async function eventsAreFinal(db: Queryable): Promise<string> {
  return waitFor('the events to be final', async () => {
    const { rows } = await db.query<{ mark: string; final: boolean }>(
      `SELECT mark::text, coalesce((SELECT max(tx) FROM events) < mark, true) AS final
       FROM pg_snapshot_xmin(pg_current_snapshot()) AS mark`,
    );
    return rows[0]?.final ? rows[0].mark : undefined;
  });
}
