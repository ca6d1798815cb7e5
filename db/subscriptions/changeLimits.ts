import type { ChangeBuckets } from '#domain/limits/types';
import type { Queryable } from '../pool';

/** A subscription's buckets, locked until the transaction ends: of two changes at once, the second waits here. */
export async function lockChangeBuckets(tx: Queryable, subscriptionId: string): Promise<ChangeBuckets> {
  const { rows } = await tx.query<{ minuteFullAt: Date; dayFullAt: Date }>(
    `INSERT INTO change_limits AS kept (subscription_id, minute_full_at, day_full_at) VALUES ($1, 'epoch', 'epoch')
     ON CONFLICT (subscription_id) DO UPDATE SET minute_full_at = kept.minute_full_at
     RETURNING minute_full_at AS "minuteFullAt", day_full_at AS "dayFullAt"`,
    [subscriptionId],
  );
  const [row] = rows;
  if (!row) throw new Error('INSERT ... RETURNING gave no row');
  return { changesPerMinute: row.minuteFullAt.getTime(), changesPerDay: row.dayFullAt.getTime() };
}

/** The buckets must have been locked in the same transaction. */
export async function keepChangeBuckets(tx: Queryable, subscriptionId: string, buckets: ChangeBuckets): Promise<void> {
  await tx.query('UPDATE change_limits SET minute_full_at = $2, day_full_at = $3 WHERE subscription_id = $1', [
    subscriptionId,
    new Date(buckets.changesPerMinute),
    new Date(buckets.changesPerDay),
  ]);
}
