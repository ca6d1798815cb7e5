import { inTransaction, type Queryable } from '#db/pool';
import { insertCycle } from '#db/subscriptions/projections';
import { readTitles } from '#db/recovery/recovery';
import type { RankedItem } from '#domain/selection/types';
import type { CycleOpening } from '#domain/subscription/apply';
import type { SubscriptionState } from '#domain/subscription/types';
import type { Dependencies } from '../dependencies';

/**
 * Puts an open cycle back that a Postgres which was set back does not have, as it was when it opened; its projection follows.
 * Safe to run again: a row that is there stays as it is. Without the subscription's own row nothing can be written: ops
 * were told.
 */
export async function restoreCycle(
  { db }: Pick<Dependencies, 'db'>,
  { state, opening }: { state: SubscriptionState; opening: CycleOpening },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rowCount } = await tx.query('SELECT FROM subscriptions WHERE id = $1 FOR UPDATE', [state.id]);
    if (rowCount !== 1) return;
    const offered = await offeredOf(tx, state.programId, opening);
    // Decided before all else, so that it outdoes no row, and the projection outdoes it.
    await insertCycle(tx, { ...state, decidedAtMs: 0, revision: 0 }, opening, offered);
  });
}

/** What was offered, without what is known of it no more: why, and how it scored. */
async function offeredOf(tx: Queryable, programId: string, { cycle }: CycleOpening): Promise<RankedItem[]> {
  const skus = cycle.sku === null ? [] : [cycle.sku, ...cycle.alternatives];
  const items = await readTitles(tx, programId, skus);
  return skus.map((sku) => ({
    sku,
    title: items.get(sku)?.title ?? sku,
    priceCents: items.get(sku)?.priceCents ?? 0,
    score: 0,
    parts: { rating: 0, awards: 0, preference: 0, novelty: 0 },
    reason: 'Was offered when the cycle opened.',
  }));
}
