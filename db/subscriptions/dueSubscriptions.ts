import type { Queryable } from '../pool';

export interface DueSubscription {
  id: string;
  nextCycle: number;
  nextOpenWallAtMs: number;
}

export interface DuePage {
  programId: string;
  cohort: string;
  after: { nextOpenWallAtMs: number; subscriptionId: string } | null;
  limit: number;
}

/** One page of a cohort's due subscriptions, oldest first; walks the index `subscriptions_due`. */
export async function readDueSubscriptions(db: Queryable, page: DuePage): Promise<DueSubscription[]> {
  const { rows } = await db.query<{ id: string; next_cycle: number; next_open_wall_at: Date }>(
    `SELECT id, next_cycle, next_open_wall_at FROM subscriptions
     WHERE program_id = $1 AND cohort = $2 AND status = 'active' AND revision > 0
       AND next_open_wall_at <= now()
       AND (next_open_wall_at, id) > (to_timestamp($3::double precision / 1000), $4)
     ORDER BY next_open_wall_at, id LIMIT $5`,
    [page.programId, page.cohort, page.after?.nextOpenWallAtMs ?? 0, page.after?.subscriptionId ?? '', page.limit],
  );
  return rows.map((row) => ({
    id: row.id,
    nextCycle: row.next_cycle,
    nextOpenWallAtMs: row.next_open_wall_at.getTime(),
  }));
}
